// Command joining measures which articles are put on one event, from text to
// graph:
//
//	go run ./internal/joining -pairs internal/joining/testdata/pairs.yaml [-wrong]
//
// The file lists sets of articles, each with the event that it is about. Each
// set is imported into a graph of its own. Two articles are taken for one event
// when an event, standing ties apart, has claims of both. Precision and recall
// are over all pairs within the sets, without those of an article about an
// event and one that tells of it in passing, where either answer is right. A
// pair of events that may be the same is counted apart.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/graph/sqlite"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
	"go.yaml.in/yaml/v3"
)

func main() {
	pairs := flag.String("pairs", "", "the file of sets")
	wrong := flag.Bool("wrong", false, "print the pairs that are wrong, with what each article says")
	flag.Parse()
	score, err := measure(context.Background(), *pairs, *wrong, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "joining:", err)
		os.Exit(1)
	}
	fmt.Println(score)
}

// set is some articles that look alike.
type set struct {
	Set      string    `yaml:"set"`
	Articles []article `yaml:"articles"`
}

type article struct {
	Event   string `yaml:"event"`
	Besides string `yaml:"besides"` // another event of which it tells in passing, or none
	Date    string `yaml:"date"`
	Title   string `yaml:"title"`
	Text    string `yaml:"text"`
}

// score counts pairs.
type score struct {
	joined, right, same, pairs, maybe int
}

func (s score) precision() float64 { return float64(s.right) / float64(max(s.joined, 1)) }
func (s score) recall() float64    { return float64(s.right) / float64(max(s.same, 1)) }

func (s score) f1() float64 {
	return 2 * float64(s.right) / float64(max(s.joined+s.same, 1))
}

func (s score) String() string {
	return fmt.Sprintf("%d pairs, %d of one event; joined %d: precision %.3f, recall %.3f, F1 %.3f; %d more of one event are left to a person (maybe same)",
		s.pairs, s.same, s.joined, s.precision(), s.recall(), s.f1(), s.maybe)
}

func measure(ctx context.Context, path string, wrong bool, w io.Writer) (score, error) {
	var all score
	text, err := os.ReadFile(path)
	if err != nil {
		return all, err
	}
	var sets []set
	if err := yaml.Unmarshal(text, &sets); err != nil {
		return all, fmt.Errorf("%s: %w", path, err)
	}
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		return all, err
	}
	r := &resolve.Resolver{Relations: p.Relations, Lookup: func(id string) (schema.Entity, bool) {
		if a := p.Actors.ByID[id]; a != nil {
			return a.Entity, true
		}
		return schema.Entity{}, false
	}}
	for _, s := range sets {
		if err := s.play(ctx, p, r, &all, wrong, w); err != nil {
			return all, fmt.Errorf("%s: set %s: %w", path, s.Set, err)
		}
	}
	return all, nil
}

// play imports a set and counts its pairs.
func (s *set) play(ctx context.Context, p *nlp.Pipeline, r *resolve.Resolver, all *score, wrong bool, w io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "joining-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "graph.db"), sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close(ctx)) }()
	if _, err := graph.Import(ctx, store, r, s.extractions(ctx, p), graph.ImportOptions{}); err != nil {
		return err
	}
	g, err := read(ctx, store, r)
	if err != nil {
		return err
	}
	for i := range s.Articles {
		for j := i + 1; j < len(s.Articles); j++ {
			x, y := &s.Articles[i], &s.Articles[j]
			if x.Event == y.Besides || y.Event == x.Besides {
				continue
			}
			a, b := s.id(i), s.id(j)
			same, joined := x.Event == y.Event, g.joined(a, b)
			all.pairs++
			if same {
				all.same++
			}
			if joined {
				all.joined++
			}
			switch {
			case same && joined:
				all.right++
			case same && g.maybe(a, b):
				all.maybe++
			}
			if wrong && same != joined {
				fmt.Fprintf(w, "%s: %s | %s: same %t, joined %t\n%s%s", s.Set, x.Title, y.Title, same, joined, g.tell(a), g.tell(b))
			}
		}
	}
	return nil
}

func (s *set) id(i int) string { return schema.ArticleID(s.url(i), "") }

func (s *set) url(i int) string { return fmt.Sprintf("https://paper%d.example/%s", i, s.Set) }

func (s *set) extractions(ctx context.Context, p *nlp.Pipeline) iter.Seq2[schema.Extraction, error] {
	return func(yield func(schema.Extraction, error) bool) {
		for i, a := range s.Articles {
			date, err := schema.ParseDate(a.Date)
			if err != nil {
				yield(schema.Extraction{}, err)
				return
			}
			x, err := p.Extract(ctx, schema.Article{
				ID: s.id(i), Key: fmt.Sprint(s.Set, i), URL: s.url(i), Title: a.Title, Text: a.Text, Published: date, Source: fmt.Sprintf("paper%d.example", i),
			})
			if !yield(x, err) || err != nil {
				return
			}
		}
	}
}

// events are those of a set, standing ties apart.
type events struct {
	list   []graph.Event
	claims map[string]graph.Row
}

func read(ctx context.Context, g graph.Reader, r *resolve.Resolver) (*events, error) {
	out := &events{claims: map[string]graph.Row{}}
	for e, err := range g.AllEvents(ctx) {
		if err != nil {
			return nil, err
		}
		if !r.Relations[e.Relation].Standing {
			out.list = append(out.list, e)
		}
	}
	for c, err := range g.AllClaims(ctx) {
		if err != nil {
			return nil, err
		}
		out.claims[c.ID] = c
	}
	return out, nil
}

func (g *events) joined(a, b string) bool {
	return slices.ContainsFunc(g.list, func(e graph.Event) bool {
		return slices.Contains(e.Articles, a) && slices.Contains(e.Articles, b)
	})
}

// maybe reports whether an event of the one article may be one of the other's.
func (g *events) maybe(a, b string) bool {
	of := func(article string) (ids, likes []string) {
		for _, e := range g.list {
			if slices.Contains(e.Articles, article) {
				ids, likes = append(ids, e.ID), append(likes, e.MaybeSame...)
			}
		}
		return ids, likes
	}
	ids, _ := of(a)
	_, likes := of(b)
	return slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(likes, id) })
}

// tell prints what events an article is of.
func (g *events) tell(article string) string {
	var b strings.Builder
	for _, e := range g.list {
		if !slices.Contains(e.Articles, article) {
			continue
		}
		fmt.Fprintf(&b, "    %s %s\n", e.ID, e.Block)
		for _, id := range e.Claims {
			if c := g.claims[id]; c.Article == article {
				fmt.Fprintf(&b, "      %s %v > %v theme %v %s %s date %s at %q: %.90q\n", c.Relation, c.Actor, c.Recipient, c.Theme, c.Polarity, c.Modality, c.Date.Value, c.Place, c.Evidence.Sentence.Text)
			}
		}
	}
	return b.String()
}
