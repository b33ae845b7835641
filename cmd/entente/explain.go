package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/nlp/relation"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// explainVerb shows how a sentence becomes claims, or why it does not.
func explainVerb(s streams) *cli.Command {
	return &cli.Command{
		Name:      "explain",
		Usage:     "show a sentence's tree, its actors, the patterns that fired and those that nearly did",
		ArgsUsage: `"SENTENCE"`,
		Flags: append(append(schemaFlags(), claimFlags()...), jsonFlag(),
			&cli.StringFlag{Name: "date", Usage: "when the text was published, as 2025-03-12: dates and offices are told by it"},
			&cli.BoolFlag{Name: "all", Usage: "show every pattern that was tried, also those with a condition that does not hold"},
			&cli.BoolFlag{Name: "any-language", Usage: "analyse a text that seems to be in another language than English as well"}),
		Action: func(c *cli.Context) error {
			text := strings.Join(c.Args().Slice(), " ")
			if strings.TrimSpace(text) == "" {
				return usage(`entente explain "Turkey extradited the suspect to Iraq."`, "explain takes a sentence in quotes")
			}
			published, err := schema.ParseDate(c.String("date"))
			if err != nil {
				return usage("--date 2025-03-12", "--date %q: %v", c.String("date"), err)
			}
			p, err := newPipeline(c)
			if err != nil {
				return err
			}
			d, tried, err := p.Explain(c.Context, schema.Article{ID: schema.ArticleID("", text), Text: text, Published: published})
			if err != nil {
				return err
			}
			x := explanation{d, tried, c.Bool("all")}
			if c.Bool("json") {
				return json.NewEncoder(s.out).Encode(x.json())
			}
			return x.print(s.out)
		},
	}
}

// explanation is a text with all that was made of it.
type explanation struct {
	*analysis.Doc
	tried []relation.Attempt
	all   bool
}

// shown are the attempts to print: those that fired are there as claims.
func (x explanation) shown() []relation.Attempt {
	var out []relation.Attempt
	for _, a := range x.tried {
		if a.Outcome != relation.Fired && (x.all || a.Outcome < relation.ConditionUnmet) {
			out = append(out, a)
		}
	}
	return out
}

func (x explanation) print(w io.Writer) error {
	st := styleFor(w)
	out := &strings.Builder{}
	for i := range x.Sentences {
		x.printTree(out, &x.Sentences[i])
	}
	x.printActors(out, st)
	x.printClaims(out, st)
	x.printAttempts(out, st)
	_, err := io.WriteString(w, out.String())
	return err
}

// printTree writes a sentence's words in order, each indented by its depth in
// the tree, with its relation, tag and lemma.
func (x explanation) printTree(w io.Writer, s *analysis.Sentence) {
	depth := make([]int, len(s.Tokens))
	widest := 0
	for i := range s.Tokens {
		for h := s.Tokens[i].Head; h >= 0 && depth[i] < 2*len(s.Tokens); h = s.Tokens[h].Head {
			depth[i] += 2
		}
		widest = max(widest, depth[i]+utf8.RuneCountInString(plain(x.Text(s.Tokens[i].Span))))
	}
	for i, t := range s.Tokens {
		word := strings.Repeat(" ", depth[i]) + plain(x.Text(t.Span))
		pad := strings.Repeat(" ", widest-utf8.RuneCountInString(word))
		fmt.Fprintf(w, "%s%s  %-12s %-6s %s\n", word, pad, t.Deprel, t.UPOS, plain(t.Lemma))
	}
	fmt.Fprintln(w)
}

func (x explanation) printActors(w io.Writer, st style) {
	if len(x.Mentions) == 0 {
		fmt.Fprintf(w, "%s\n\n", "No actors are named: nothing can be claimed.")
		return
	}
	fmt.Fprintln(w, st.bold("actors"))
	for _, m := range x.Mentions {
		fmt.Fprintf(w, "  %q is %s  %s\n", plain(x.Text(m.Span)), strings.Join(m.Entities, " + "), st.dim(string(m.Reason)))
	}
	for _, d := range x.Dates {
		fmt.Fprintf(w, "  %q is %s\n", plain(x.Text(d.Span)), d.From.Value)
	}
	fmt.Fprintln(w)
}

func (x explanation) printClaims(w io.Writer, st style) {
	if len(x.Claims) == 0 {
		fmt.Fprintf(w, "%s\n", "No claims.")
	} else {
		fmt.Fprintln(w, st.bold("claims"))
	}
	for i := range x.Claims {
		c := &x.Claims[i]
		fmt.Fprintf(w, "  %s\n", plain(x.sentenceOf(c)))
		fmt.Fprintf(w, "    %s\n", st.dim(fmt.Sprintf("%s, at %q, confidence %.2f", c.Evidence.Rule, x.Text(c.Evidence.Trigger), c.Evidence.Confidence)))
	}
}

// sentenceOf is a claim in one line.
func (x explanation) sentenceOf(c *schema.Claim) string {
	parts := []string{x.names(c.Actor), c.Relation, x.names(c.Recipient)}
	if len(c.Recipient) == 0 {
		parts = parts[:2]
	}
	said := []string{strings.Join(parts, " ")}
	for _, more := range []struct{ word, value string }{
		{"theme", x.names(c.Theme)},
		{"mediator", x.names(c.Mediator)},
		{"speaker", x.names(compact(c.Speaker))},
		{"on", c.Date.Value},
		{"in", x.names(compact(c.Place))},
	} {
		if more.value != "" {
			said = append(said, more.word+" "+more.value)
		}
	}
	return strings.Join(append(said, string(c.Polarity)+", "+string(c.Modality)), "; ")
}

func compact(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// names joins the names of entities; words of the text stay as they are.
func (x explanation) names(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id
		if e := x.Entity(id); e != nil {
			names[i] = e.Name
		}
	}
	return strings.Join(names, " + ")
}

func (x explanation) printAttempts(w io.Writer, st style) {
	shown := x.shown()
	if len(shown) == 0 {
		return
	}
	title := "nearly fired"
	if x.all {
		title = "tried"
	}
	fmt.Fprintf(w, "\n%s\n", st.bold(title))
	for _, a := range shown {
		detail := ""
		if a.Detail != "" {
			detail = ": " + a.Detail
		}
		fmt.Fprintf(w, "  %s at %q: %s%s  %s\n", a.Relation, plain(x.Text(a.Trigger)), a.Outcome, detail, st.dim(a.Rule))
	}
}

// explanationJSON is the verb's output for programs.
type explanationJSON struct {
	parsedJSON
	Mentions []explainedMention `json:"mentions"`
	Claims   []schema.Claim     `json:"claims"`
	Tried    []attemptJSON      `json:"tried"`
}

type explainedMention struct {
	schema.Quote
	Entities []string `json:"entities"`
	Reason   string   `json:"reason"`
}

type attemptJSON struct {
	Relation string       `json:"relation"`
	Rule     string       `json:"rule"`
	Trigger  schema.Quote `json:"trigger"`
	Outcome  string       `json:"outcome"`
	Detail   string       `json:"detail,omitempty"`
}

func (x explanation) json() explanationJSON {
	quote := func(s schema.Span) schema.Quote { return schema.Quote{Span: s, Text: x.Text(s)} }
	out := explanationJSON{parsedJSON: parsed(x.Doc), Mentions: []explainedMention{}, Claims: x.Claims, Tried: []attemptJSON{}}
	if out.Claims == nil {
		out.Claims = []schema.Claim{}
	}
	for _, m := range x.Mentions {
		out.Mentions = append(out.Mentions, explainedMention{quote(m.Span), m.Entities, string(m.Reason)})
	}
	for _, a := range x.tried {
		out.Tried = append(out.Tried, attemptJSON{a.Relation, a.Rule, quote(a.Trigger), a.Outcome.String(), a.Detail})
	}
	return out
}
