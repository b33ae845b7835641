package brief

import (
	"fmt"
	"io"
	"strings"
)

// Markdown writes the briefing without its pictures, with footnotes.
func (b *Briefing) Markdown(w io.Writer) error {
	var s strings.Builder
	fmt.Fprintf(&s, "# %s\n\n", md(b.Title))
	fmt.Fprintf(&s, "%s\n\n", b.About())
	var figures []string
	for _, f := range b.Figures {
		figures = append(figures, "**"+f.Value+"** "+f.Label)
	}
	fmt.Fprintf(&s, "%s\n", strings.Join(figures, " · "))
	s.WriteString("\n## Key events\n\n")
	if len(b.Events) == 0 {
		s.WriteString("Nothing happened in this period, as far as the articles say.\n")
	} else {
		s.WriteString("| Date | Event | Sources | Score |\n|---|---|--:|--:|\n")
	}
	for _, e := range b.Events {
		fmt.Fprintf(&s, "| %s | %s%s | %d | %s |\n", e.Date, e.words(), cites(e.Notes), e.Sources, signed(e.Score))
	}
	if b.Left > 0 {
		fmt.Fprintf(&s, "\n%d more are not listed.\n", b.Left)
	}
	if len(b.Contested) > 0 {
		s.WriteString("\n## Contested\n\n")
		for _, e := range b.Contested {
			fmt.Fprintf(&s, "* %s: %s; denied by %s%s\n", e.Date, md(e.What), md(e.Deniers), cites(e.Notes))
		}
	}
	if b.Since != "" {
		fmt.Fprintf(&s, "\n## What has changed since %s\n\n", b.Since)
		if len(b.Changes) == 0 {
			s.WriteString("Nothing has changed.\n")
		}
		for _, c := range b.Changes {
			fmt.Fprintf(&s, "* **%s**: %s\n", c.Kind, md(c.What))
		}
		if b.MoreChanges > 0 {
			fmt.Fprintf(&s, "\n%d more changes are not listed.\n", b.MoreChanges)
		}
	}
	b.Places.markdown(&s)
	if sources := b.Publishers(); sources != "" {
		fmt.Fprintf(&s, "\n## Sources\n\nArticles by %s.\n", md(sources))
	}
	s.WriteString("\n")
	for _, n := range b.Notes {
		fmt.Fprintf(&s, "[^%d]: “%s” %s\n", n.Number, md(textOf(n.Parts)), n.cited())
	}
	return writePlain(w, s.String())
}

func (p *Places) markdown(s *strings.Builder) {
	if len(p.Rows) == 0 {
		return
	}
	fmt.Fprintf(s, "\n## Places in the network\n\nMeasured among %d of %d actors.\n\n| Actor | Partners | Events | PageRank | Betweenness | Bloc |\n|---|--:|--:|--:|--:|--:|\n", p.Measured, p.All)
	for _, r := range p.Rows {
		fmt.Fprintf(s, "| %s | %d | %d | %.3f (rank %d) | %.3f (rank %d) | %s |\n", md(r.Name), r.Degree, r.Weight, r.PageRank, r.PageRankRank, r.Betweenness, r.BetweennessRank, blocName(r.Bloc))
	}
	s.WriteString("\n")
	for _, b := range p.Blocs {
		fmt.Fprintf(s, "* Bloc %d: %s\n", b.Number, md(b.Names))
	}
	if p.Triads > 0 {
		fmt.Fprintf(s, "* %d of %d %s in balance.\n", p.Balanced, p.Triads, plural(p.Triads, "triangle"))
	}
	for _, t := range p.Tense {
		fmt.Fprintf(s, "* Out of balance: %s\n", md(t))
	}
}

// blocName is a bloc's number, or nothing for an actor in none.
func blocName(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

func (e Event) words() string {
	if e.Held == "" {
		return md(e.What)
	}
	return md(e.What) + " *[" + md(e.Held) + "]*"
}

func cites(notes []int) string {
	var s strings.Builder
	for _, n := range notes {
		fmt.Fprintf(&s, "[^%d]", n)
	}
	return s.String()
}

// cited is where a note's sentence stands.
func (n Note) cited() string {
	var parts []string
	if n.Denies {
		parts = append(parts, "Denial.")
	}
	if n.Speaker != "" {
		parts = append(parts, "As "+md(n.Speaker)+" says.")
	}
	where := md(n.Source)
	if n.Date != "" {
		where += ", " + n.Date
	}
	switch {
	case n.Title != "" && n.URL != "":
		where += ": [" + md(n.Title) + "](<" + n.URL + ">)"
	case n.Title != "":
		where += ": " + md(n.Title)
	case n.URL != "":
		where += ": <" + n.URL + ">"
	}
	return strings.Join(append(parts, where), " ")
}

// md makes text from the graph safe within a line of Markdown: no markup, no
// cell, no HTML and no line begins in it.
func md(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>|~&", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
