package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/graph/review"
	"github.com/urfave/cli/v2"
	"golang.org/x/term"
)

// reviewVerb asks a person about what is least sure and weighs most.
func reviewVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:  "review",
		Usage: "look at what is least sure and weighs most, with its sentences, and decide by one key each",
		Description: "Keys: " + review.Keys(false) + "; for two events: " + review.Keys(true) + ".\n" +
			"Each answer is a decision, kept at once. Without a terminal, keys are read from standard input and screens are printed.",
		Flags: append([]cli.Flag{
			storeFlag(), jsonFlag(),
			&cli.BoolFlag{Name: "list", Usage: "list the questions instead of asking them"},
			&cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 50, Usage: "how many questions"},
			&cli.StringFlag{Name: "by", Usage: "who decides", DefaultText: "the user's name"},
			&cli.StringFlag{Name: "file", Usage: "a file of JSON lines to add the decisions to", TakesFile: true},
		}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if n := c.Int("limit"); n < 1 || n > 10_000 {
				return usage("--limit 50", "--limit %d: want 1 to 10000", n)
			}
			if c.Bool("json") && !c.Bool("list") {
				return usage("entente review --list --json", "--json goes with --list")
			}
			return withGraph(c, func(store graph.Store, r *resolve.Resolver) error {
				items, err := review.Queue(c.Context, store, c.Int("limit"))
				if err != nil {
					return err
				}
				v := &reviewer{c: c, streams: s, store: store, resolver: r, session: review.Session{Items: items}}
				if c.Bool("list") {
					return v.list(c.Context)
				}
				return v.run(c.Context)
			})
		},
	}
}

// reviewer joins the session to a store and a screen.
type reviewer struct {
	c *cli.Context
	streams
	store    graph.Store
	resolver *resolve.Resolver
	session  review.Session
	said     string // of the last key, for the foot of the next screen
}

// question is all that the screen shows of an item.
type question struct {
	review.Item
	Events []whyEvent `json:"events"`
}

// load reads an item's events; it is ErrNotFound when one of them is no more,
// for an answer to another question may have changed it.
func (v *reviewer) load(ctx context.Context, item *review.Item) (*question, error) {
	w := &why{streams: v.streams, namer: newNamer(v.store), store: v.store}
	q := &question{Item: *item}
	for _, id := range []string{item.Event, item.Other} {
		if id == "" {
			continue
		}
		e, err := v.store.Event(ctx, id)
		if err != nil {
			return nil, err
		}
		told, err := w.tell(ctx, e)
		if err != nil {
			return nil, err
		}
		q.Events = append(q.Events, told)
	}
	return q, nil
}

func (v *reviewer) list(ctx context.Context) error {
	for i := range v.session.Items {
		q, err := v.load(ctx, &v.session.Items[i])
		if err != nil {
			return err
		}
		if v.c.Bool("json") {
			if err := json.NewEncoder(v.out).Encode(q); err != nil {
				return err
			}
			continue
		}
		for j, e := range q.Events {
			lead := fmt.Sprintf("%5.1f", q.Weight)
			if j > 0 {
				lead = "    ="
			}
			fmt.Fprintf(v.out, "%s  %s  %s  %s\n", lead, plain(e.day()), plain(e.what()+e.held()), plain(e.ID))
		}
	}
	return nil
}

func (v *reviewer) run(ctx context.Context) error {
	if len(v.session.Items) == 0 {
		fmt.Fprintln(v.out, "there is nothing to review")
		return nil
	}
	screen, leave, err := v.enter()
	if err != nil {
		return err
	}
	err = v.ask(ctx, screen)
	leave()
	if err != nil {
		return err
	}
	fmt.Fprintf(v.out, "%s kept; see: entente decide --list\n", are(v.session.Answered(), "answer"))
	return nil
}

// display is where questions are shown.
type display struct {
	show          func(lines []string)
	width, height int
	style         style
}

// The size of a screen that is none.
const (
	plainWidth  = 80
	plainHeight = 24
)

// enter takes the terminal over, where there is one.
func (v *reviewer) enter() (display, func(), error) {
	d := display{width: plainWidth, height: plainHeight, show: func(lines []string) { fmt.Fprintf(v.out, "%s\n\n", strings.Join(lines, "\n")) }}
	in, ok := v.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) || !isTerminal(v.out) {
		return d, func() {}, nil
	}
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return d, nil, fmt.Errorf("review: %w", err)
	}
	const open, closed, home = "\x1b[?1049h", "\x1b[?1049l", "\x1b[H\x1b[2J"
	fmt.Fprint(v.out, open)
	out, _ := fileOf(v.out)
	if w, h, err := term.GetSize(int(out.Fd())); err == nil && w >= 40 && h >= 10 {
		d.width, d.height = w, h
	}
	d.style = styleFor(v.out)
	d.show = func(lines []string) { fmt.Fprint(v.out, home+strings.Join(lines, "\r\n")) }
	return d, func() {
		fmt.Fprint(v.out, closed)
		_ = term.Restore(int(in.Fd()), before) // it was in this state before
	}, nil
}

// ask shows question after question until the last, or until told to stop.
func (v *reviewer) ask(ctx context.Context, d display) error {
	keys := bufio.NewReader(stoppable{ctx, v.in})
	for v.session.Now() != nil {
		q, err := v.load(ctx, v.session.Now())
		if errors.Is(err, graph.ErrNotFound) {
			v.session.Drop()
			continue
		}
		if err != nil {
			return err
		}
		place := fmt.Sprintf("%d of %d", v.session.At+1, len(v.session.Items))
		d.show(q.screen(d.style, d.width, d.height, place, v.said))
		v.said = ""
		key, err := readKey(keys)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if stop, err := v.act(ctx, key); stop || err != nil {
			return err
		}
	}
	return nil
}

// act does what a key asks for, and reports whether it asks for the end.
func (v *reviewer) act(ctx context.Context, key rune) (stop bool, err error) {
	switch action, kind := v.session.Key(key); action {
	case review.Quit:
		return true, nil
	case review.Help:
		v.said = "an answer is a decision: it holds through imports, and can be undone"
	case review.Decided:
		id, err := v.decide(ctx, graph.Decision{Kind: kind, About: v.session.About()})
		if err != nil {
			return false, err
		}
		v.session.Made(id)
		v.said = string(kind) + ": kept"
	case review.Undid:
		if _, err := v.decide(ctx, graph.Decision{Kind: graph.Undo, About: []string{v.session.Last()}}); err != nil {
			return false, err
		}
		v.session.Unmade()
		v.said = "taken back"
	}
	return false, nil
}

// decide keeps a decision and gives its ID.
func (v *reviewer) decide(ctx context.Context, d graph.Decision) (string, error) {
	d.By, d.At, d.Reason = cmp.Or(v.c.String("by"), person()), decidedNow(), "review"
	before, err := v.store.Decisions(ctx)
	if err != nil {
		return "", err
	}
	if _, err := graph.Decide(ctx, v.store, v.resolver, []graph.Decision{d}, graph.ImportOptions{}); err != nil {
		return "", err
	}
	kept, err := newDecisions(ctx, v.store, before)
	if err == nil {
		err = addToFile(v.c.String("file"), kept)
	}
	if err != nil || len(kept) == 0 {
		return "", err
	}
	return kept[0].ID, nil
}

// readKey reads one key. Those of the arrows are space and b.
func readKey(keys *bufio.Reader) (rune, error) {
	for {
		key, _, err := keys.ReadRune()
		switch {
		case err != nil:
			return 0, err
		case key == '\n' || key == '\r':
			continue
		case key != 0x1b:
			return key, nil
		}
		if keys.Buffered() < 2 { // Escape alone
			continue
		}
		seq := make([]byte, 2)
		if _, err := io.ReadFull(keys, seq); err != nil {
			return 0, err
		}
		switch string(seq) {
		case "[C", "[B":
			return ' ', nil
		case "[D", "[A":
			return 'b', nil
		}
	}
}

// screen draws a question into at most height lines of width columns.
func (q *question) screen(st style, width, height int, place, said string) []string {
	head := "is this right?"
	if q.IsPair() {
		head = fmt.Sprintf("are these one event? likeness %.2f", q.Likeness)
	}
	lines := []string{st.bold(cut(place+"  "+head, width))}
	foot := []string{"", st.dim(cut(review.Keys(q.IsPair()), width))}
	if said != "" {
		foot[0] = cut(plain(said), width)
	}
	room := (height - len(lines) - len(foot) - 1) / len(q.Events)
	for _, e := range q.Events {
		lines = append(lines, e.screen(st, width, room)...)
	}
	return append(lines, foot...)
}

// screen draws an event and as many of its sentences as there is room for.
func (e *whyEvent) screen(st style, width, room int) []string {
	day := plain(e.day())
	body := []string{""}
	add := func(indent int, text string) {
		body = append(body, strings.Split(strings.Repeat(" ", indent)+wrapped(text, width-indent, indent), "\n")...)
	}
	for line := range strings.SplitSeq(wrapped(plain(e.what()+e.held()), width-len(day)-2, len(day)+2), "\n") {
		body = append(body, st.bold(line))
	}
	body[1] = st.bold(day) + "  " + body[1]
	for i := range e.Claims {
		c := &e.Claims[i]
		add(2, c.marked(st))
		for _, line := range []string{c.sourceLine(), c.howLine()} {
			if line != "" {
				add(4, st.dim(cut(plain(line), width-4)))
			}
		}
	}
	if len(body) > room {
		body = append(body[:max(1, room-1)], st.dim("  …"))
	}
	return body
}
