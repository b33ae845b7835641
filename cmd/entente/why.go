package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// whyVerb leads from an edge to the sentences behind it.
func whyVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "why",
		Usage:     "show why an edge is there: its events and the sentences that tell of them",
		ArgsUsage: "A RELATION B",
		Flags:     append([]cli.Flag{storeFlag(), asOfFlag(), sourceKindFlag(), jsonFlag(), &cli.IntFlag{Name: "limit", Aliases: []string{"n"}, Value: 10, Usage: "how many events to show"}, &cli.BoolFlag{Name: "ids", Usage: "show the IDs of events and claims, for decide"}}, schemaFlags()...),
		Action: func(c *cli.Context) error {
			if c.Args().Len() != 3 {
				return usage(`entente why Pakistan EXTRADITES_TO "United States"`, "why takes an actor, a relation and an actor; put names of several words in quotes")
			}
			if c.Int("limit") < 1 {
				return usage("--limit 20", "--limit %d: want 1 or more", c.Int("limit"))
			}
			relations, err := loadRelations(c)
			if err != nil {
				return err
			}
			return withReader(c, s, relations, func(store graph.Reader) error {
				w := &why{streams: s, store: store, namer: newNamer(store), limit: c.Int("limit"), ids: c.Bool("ids")}
				return w.run(c, relations)
			})
		},
	}
}

type why struct {
	streams
	*namer
	store graph.Reader
	limit int
	ids   bool // shown
}

// whyEdge is an edge with its events and their sentences.
type whyEdge struct {
	edgeLine
	Because []whyEvent `json:"because"`
}

type whyEvent struct {
	eventLine
	Claims []whyClaim `json:"claims"`
}

type whyClaim struct {
	ID         string          `json:"id"`
	Sentence   string          `json:"sentence"`
	Start      int             `json:"start"`
	Marks      []mark          `json:"marks"`
	Polarity   schema.Polarity `json:"polarity"`
	Modality   schema.Modality `json:"modality"`
	Speaker    string          `json:"speaker,omitempty"`
	Rule       string          `json:"rule"`
	Confidence float64         `json:"confidence"`
	Source     string          `json:"source"`
	Title      string          `json:"title"`
	URL        string          `json:"url"`
	Key        string          `json:"key"` // what the article is called in its file
	Published  string          `json:"published"`
	Page       int             `json:"page,omitempty"` // of a document that has pages
}

// mark is a stretch of the sentence, in bytes from the sentence's start.
type mark struct {
	Role  string `json:"role"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

func (w *why) run(c *cli.Context, relations map[string]*schema.Relation) error {
	ctx := c.Context
	a, err := findOne(c, w.streams, w.store, c.Args().Get(0))
	if err != nil {
		return err
	}
	b, err := findOne(c, w.streams, w.store, c.Args().Get(2))
	if err != nil {
		return err
	}
	types, err := edgeTypes(c.Args().Get(1), relations)
	if err != nil {
		return err
	}
	edges, err := w.edges(ctx, a.ID, types, b.ID)
	if err != nil {
		return err
	}
	if len(edges) == 0 {
		return w.nothing(ctx, a, c.Args().Get(1), b)
	}
	var found []whyEdge
	for _, e := range edges {
		we, err := w.explain(ctx, e)
		if err != nil {
			return err
		}
		found = append(found, we)
	}
	if c.Bool("json") {
		return json.NewEncoder(w.out).Encode(found)
	}
	for i, e := range found {
		if i > 0 {
			fmt.Fprintln(w.out)
		}
		w.print(e)
	}
	if st := styleFor(w.out); st.on {
		fmt.Fprintf(w.out, "\n%s\n", st.legend())
	}
	return nil
}

// edgeTypes turns what a person typed into the graph's types: the type
// itself, or every type of the relation of that name.
func edgeTypes(typed string, relations map[string]*schema.Relation) ([]string, error) {
	name := strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(typed))
	if all := graph.EdgeTypes(relations); slices.Contains(all, name) {
		return []string{name}, nil
	}
	r := relations[name]
	if r == nil {
		return nil, usage("entente schema --list", "there is no relation %q", typed)
	}
	var types []string
	for _, e := range r.Edges {
		types = append(types, e.Type)
	}
	return types, nil
}

// edges looks in the order typed and, where that gives nothing, the other way.
func (w *why) edges(ctx context.Context, a string, types []string, b string) ([]graph.Edge, error) {
	for _, ends := range [][2]string{{a, b}, {b, a}} {
		var out []graph.Edge
		for _, t := range types {
			es, err := w.store.Edges(ctx, ends[0], t, ends[1])
			if err != nil {
				return nil, err
			}
			out = append(out, es...)
		}
		if len(out) > 0 {
			if ends[0] == b && !out[0].Symmetric {
				fmt.Fprintln(w.err, "there is none in that direction; the other way round:")
			}
			return out, nil
		}
	}
	return nil, nil
}

// nothing says which edges there are instead.
func (w *why) nothing(ctx context.Context, a schema.Entity, relation string, b schema.Entity) error {
	var have []string
	for _, ends := range [][2]string{{a.ID, b.ID}, {b.ID, a.ID}} {
		es, err := w.store.Edges(ctx, ends[0], "", ends[1])
		if err != nil {
			return err
		}
		for _, e := range es {
			have = append(have, e.Relation)
		}
	}
	slices.Sort(have)
	have = slices.Compact(have)
	if len(have) == 0 {
		return fmt.Errorf("%w: no edge between %s and %s; see what each has with: entente show %q", graph.ErrNotFound, a.Name, b.Name, a.Name)
	}
	return fmt.Errorf("%w: no %s between %s and %s; between them there are: %s", graph.ErrNotFound, relation, a.Name, b.Name, strings.Join(have, ", "))
}

func (w *why) explain(ctx context.Context, e graph.Edge) (whyEdge, error) {
	lines, err := edgeLines(ctx, w.store, []graph.Edge{e})
	if err != nil {
		return whyEdge{}, err
	}
	out := whyEdge{edgeLine: lines[0], Because: []whyEvent{}}
	events, err := w.store.Events(ctx, e.Key)
	if err != nil {
		return out, err
	}
	for _, ev := range events[:min(len(events), w.limit)] {
		told, err := w.tell(ctx, ev)
		if err != nil {
			return out, err
		}
		told.eventLine = told.seenBy(e.From, e.To)
		out.Because = append(out.Because, told)
	}
	return out, nil
}

// tell gives an event with the sentences of its claims.
func (w *why) tell(ctx context.Context, e graph.Event) (whyEvent, error) {
	line, err := w.event(ctx, e)
	out := whyEvent{eventLine: line, Claims: []whyClaim{}}
	if err != nil {
		return out, err
	}
	claims, err := w.store.Claims(ctx, e.Claims)
	if err != nil {
		return out, err
	}
	for _, c := range claims {
		told, err := w.claim(ctx, c)
		if err != nil {
			return out, err
		}
		out.Claims = append(out.Claims, told)
	}
	return out, nil
}

func (w *why) claim(ctx context.Context, c graph.ClaimIn) (whyClaim, error) {
	article, err := w.store.Article(ctx, c.Article)
	if err != nil {
		return whyClaim{}, err
	}
	speaker := ""
	if c.Speaker != "" {
		if speaker, err = w.name(ctx, c.Speaker); err != nil {
			return whyClaim{}, err
		}
	}
	s := c.Evidence.Sentence
	out := whyClaim{
		ID: c.ID, Sentence: s.Text, Start: s.Start, Polarity: c.Polarity, Modality: c.Modality, Speaker: speaker, Rule: c.Evidence.Rule,
		Confidence: c.Evidence.Confidence, Source: article.Source, Title: article.Title, URL: article.URL, Key: article.Key, Published: article.Published.Value, Page: c.Evidence.Page,
	}
	if article.SourceKind.Coded() {
		out.Title += " (" + article.Key + ")" // file and line
	}
	marks := append([]schema.Mark{{Role: "trigger", Span: c.Evidence.Trigger}}, c.Evidence.Marks...)
	for _, m := range marks {
		if s.Contains(m.Span) && m.Len() > 0 {
			out.Marks = append(out.Marks, mark{string(m.Role), m.Start - s.Start, m.End - s.Start})
		}
	}
	return out, nil
}

func (w *why) print(e whyEdge) {
	st, width := styleFor(w.out), terminalWidth(w.out)
	fmt.Fprintf(w.out, "%s\n", st.bold(plain(fmt.Sprintf("%s %s %s", e.FromName, e.Relation, e.ToName))))
	told := []string{count(e.Events, "event"), count(e.Reports, "report"), count(e.Independent, "independent source"), period(e.First, e.Last)}
	if e.SourceKind != schema.FromText.String() {
		told = append(told, "coded by "+e.SourceKind)
	}
	fmt.Fprintf(w.out, "%s\n", plain(strings.Join(slices.DeleteFunc(told, func(s string) bool { return s == "" }), ", ")))
	for _, ev := range e.Because {
		head := wrapped(plain(ev.what()+ev.held()), width-len(ev.day())-2, len(ev.day())+2)
		fmt.Fprintf(w.out, "\n%s  %s\n", st.bold(plain(ev.day())), st.bold(head))
		if w.ids {
			fmt.Fprintf(w.out, "  %s\n", st.dim(plain(ev.ID)))
		}
		for _, c := range ev.Claims {
			fmt.Fprintf(w.out, "  %s\n", wrapped(c.marked(st), width-2, 2))
			if w.ids {
				fmt.Fprintf(w.out, "    %s\n", st.dim(plain(c.ID)))
			}
			for _, line := range []string{c.sourceLine(), c.URL, c.howLine()} {
				if line != "" {
					fmt.Fprintf(w.out, "    %s\n", st.dim(wrapped(plain(line), width-4, 4)))
				}
			}
		}
	}
	if n := e.Events - len(e.Because); n > 0 {
		fmt.Fprintf(w.out, "\n%s not shown; --limit %d shows all\n", are(n, "earlier event"), e.Events)
	}
}

// marked is the sentence with its trigger, parties and cues made visible.
func (c whyClaim) marked(st style) string {
	marks := slices.Clone(c.Marks)
	sort.SliceStable(marks, func(i, j int) bool { return marks[i].Start < marks[j].Start })
	var b strings.Builder
	at := 0
	for _, m := range marks {
		if m.Start < at {
			continue // within a mark that is already shown
		}
		b.WriteString(plain(c.Sentence[at:m.Start]))
		b.WriteString(st.role(schema.Role(m.Role), plain(c.Sentence[m.Start:m.End])))
		at = m.End
	}
	b.WriteString(plain(c.Sentence[at:]))
	return b.String()
}

// sourceLine says who published the sentence, when and under which title.
func (c whyClaim) sourceLine() string {
	var parts []string
	for _, p := range []string{c.Source, c.Published} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	line := strings.Join(parts, ", ")
	if c.Title != "" {
		line = strings.TrimPrefix(line+": "+c.Title, ": ")
	}
	if c.Title == "" && c.URL == "" && c.Key != "" { // nothing else leads to the article
		line = strings.TrimPrefix(line+": article "+c.Key, ": ")
	}
	if c.Page > 0 {
		line = strings.TrimPrefix(fmt.Sprintf("%s, page %d", line, c.Page), ", ")
	}
	return line
}

// howLine says how the sentence was read: as what, and by which rule.
func (c whyClaim) howLine() string {
	var parts []string
	if c.Polarity == schema.Denied {
		parts = append(parts, "denied")
	}
	if c.Modality != schema.Asserted {
		parts = append(parts, string(c.Modality))
	}
	if c.Speaker != "" {
		parts = append(parts, "said by "+c.Speaker)
	}
	return strings.Join(append(parts, fmt.Sprintf("%s, confidence %.2f", c.Rule, c.Confidence)), ", ")
}
