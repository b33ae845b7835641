package press

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/schema"
)

// News makes articles out of the project's annotated texts, so that they have
// the language of news: each is a few of those texts with other states and
// people in them. The n-th state and the n-th person have a share of 1/n (Zipf
// 1949); lengths are log-normal around 300 words, as those of agencies are; one
// article in five is another outlet's reprint of one before, with another
// dateline and perhaps without its end. What an article tells is invented. The
// i-th article is always the same.
type News struct {
	templates []template
	states    []corpus.State
}

// template is a text cut at the names that are to be replaced.
type template struct {
	pieces []piece
	words  int
}

// piece is text to keep, or a name.
type piece struct {
	text   string
	entity int // index of the entity + 1; 0 for text
	person bool
	role   corpus.FormRole
	plural bool // "Americans"
	full   bool // of a person: given name and surname
}

// NewNews reads the annotated texts of a folder (internal/corpus/texts).
func NewNews(dir string) (*News, error) {
	texts, err := corpus.ReadDir(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	n := &News{}
	if n.states, err = corpus.States(); err != nil {
		return nil, err
	}
	for i := range texts {
		if t := cut(&texts[i]); t.words >= 15 {
			n.templates = append(n.templates, t)
		}
	}
	if len(n.templates) == 0 {
		return nil, fmt.Errorf("%s has no annotated texts", dir)
	}
	return n, nil
}

// Article is one made article, in the fields that `entente import` reads.
type Article struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Date  string `json:"date"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// outlets is how many papers there are; the n-th has a share of 1/n.
const outlets = 400

// Article makes the i-th article, from 0.
func (n *News) Article(i int) Article {
	rng := rand.New(rand.NewPCG(11, uint64(i)))
	if i > 0 && rng.IntN(5) == 0 {
		return n.reprint(i, n.original(i-1-zipf(rng, min(i, 500))), rng)
	}
	return n.original(i)
}

// original is the i-th article if it is not a reprint.
func (n *News) original(i int) Article {
	rng := rand.New(rand.NewPCG(12, uint64(i)))
	want := int(math.Exp(math.Log(300) + 0.6*rng.NormFloat64()))
	var paragraphs []string
	for words := 0; words < want && len(paragraphs) < 60; {
		t := &n.templates[rng.IntN(len(n.templates))]
		paragraphs = append(paragraphs, n.cast(t, rng))
		words += t.words
	}
	day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rng.IntN(10*365))
	return article(i, zipf(rng, outlets), day, paragraphs)
}

func article(i, outlet int, day time.Time, paragraphs []string) Article {
	title := strings.Fields(paragraphs[0])
	return Article{
		ID: fmt.Sprintf("n%d", i), URL: fmt.Sprintf("https://paper%d.example/n%d", outlet, i), Date: day.Format(time.DateOnly),
		Title: strings.Join(title[:min(len(title), 9)], " "), Text: strings.Join(paragraphs, "\n\n"),
	}
}

// reprint is what another outlet makes of an article, on its day or the next.
func (n *News) reprint(i int, of Article, rng *rand.Rand) Article {
	paragraphs := strings.Split(of.Text, "\n\n")
	if len(paragraphs) > 2 && rng.IntN(2) == 0 {
		paragraphs = paragraphs[:len(paragraphs)-1]
	}
	if s := n.states[zipf(rng, len(n.states))]; len(s.Capitals) > 0 {
		paragraphs[0] = strings.ToUpper(s.Capitals[0]) + " - " + paragraphs[0]
	}
	day, err := time.Parse(time.DateOnly, of.Date)
	if err != nil {
		panic(err) // it was written here
	}
	return article(i, zipf(rng, outlets), day.AddDate(0, 0, rng.IntN(2)), paragraphs)
}

// Write writes articles as JSON Lines, from the first to the n-th, or until they
// have so many bytes, whichever comes first; 0 for no bound.
func (n *News) Write(w io.Writer, articles int, bytes int64) error {
	c := &counting{w: w}
	enc := json.NewEncoder(c)
	for i := 0; (articles == 0 || i < articles) && (bytes == 0 || c.n < bytes); i++ {
		if err := enc.Encode(n.Article(i)); err != nil {
			return err
		}
	}
	return nil
}

type counting struct {
	w io.Writer
	n int64
}

func (c *counting) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// zipf draws one of n, the first ones most often.
func zipf(rng *rand.Rand, n int) int {
	return min(n-1, int(math.Exp(rng.Float64()*math.Log(float64(n+1))))-1)
}

// cast fills a template's places: one state or person for each entity.
func (n *News) cast(t *template, rng *rand.Rand) string {
	var b strings.Builder
	states, people := map[int]*corpus.State{}, map[int][2]string{}
	taken := map[string]bool{}
	for _, p := range t.pieces {
		switch {
		case p.entity == 0:
			b.WriteString(p.text)
		case p.person:
			if _, known := people[p.entity]; !known {
				people[p.entity] = person(zipf(rng, 20_000))
			}
			if name := people[p.entity]; p.full {
				b.WriteString(name[0] + " " + name[1])
			} else {
				b.WriteString(name[1])
			}
		default:
			for states[p.entity] == nil {
				if s := &n.states[zipf(rng, len(n.states))]; !taken[s.Code] || len(taken) == len(n.states) {
					states[p.entity], taken[s.Code] = s, true
				}
			}
			begins := b.Len() == 0 || strings.HasSuffix(b.String(), ". ") || strings.HasSuffix(b.String(), "\n")
			b.WriteString(p.state(states[p.entity], begins))
		}
	}
	return b.String()
}

// state is a form of a state like the one that stood there.
func (p piece) state(s *corpus.State, begins bool) string {
	name := s.Names[0]
	switch {
	case p.role == corpus.Capital && len(s.Capitals) > 0:
		return s.Capitals[0]
	case p.role == corpus.Demonym && len(s.Demonyms) > 0:
		if p.plural {
			return s.Demonyms[len(s.Demonyms)-1]
		}
		return s.Demonyms[0]
	}
	if !takesArticle(name) {
		return name
	}
	if begins {
		return "The " + name
	}
	return "the " + name
}

// takesArticle reports whether a state's name has "the" before it.
func takesArticle(name string) bool {
	for _, part := range []string{"United ", "Netherlands", "Philippines", "Maldives", "Bahamas", "Gambia", "Republic", "Islands", "Comoros", "Soviet Union", "Vatican"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// cut makes a template of a text: its states and people are its places.
func cut(t *corpus.Text) template {
	type form struct {
		text   string
		entity int
		person bool
		role   corpus.FormRole
	}
	var forms []form
	for i, e := range t.Entities {
		for _, f := range e.Names {
			if (e.Kind == schema.State || e.Kind == schema.Person && namesPerson(f.Text)) && unicode.IsUpper(first(f.Text)) {
				forms = append(forms, form{f.Text, i + 1, e.Kind == schema.Person, f.Role})
			}
		}
	}
	slices.SortStableFunc(forms, func(a, b form) int { return len(b.text) - len(a.text) })
	out := template{words: len(strings.Fields(t.Text))}
	from := 0
	keep := func(to int) {
		if to > from {
			out.pieces = append(out.pieces, piece{text: t.Text[from:to]})
		}
	}
	for i := 0; i < len(t.Text); {
		k := slices.IndexFunc(forms, func(f form) bool { return standsAt(t.Text, i, f.text) })
		if k < 0 {
			_, size := utf8.DecodeRuneInString(t.Text[i:])
			i += size
			continue
		}
		f := forms[k]
		p := piece{entity: f.entity, person: f.person, role: f.role, plural: strings.HasSuffix(f.text, "s"), full: strings.Contains(f.text, " ")}
		end := i
		if before := t.Text[from:i]; !f.person && f.role == corpus.Plain && (strings.HasSuffix(before, " the ") || before == "The ") && takesArticle(f.text) {
			end -= len("the ")
		}
		keep(end)
		out.pieces = append(out.pieces, p)
		i += len(f.text)
		from = i
	}
	keep(len(t.Text))
	return out
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// namesPerson reports whether a form is a name and no description, such as
// "the PKK's leader".
func namesPerson(form string) bool {
	words := strings.Fields(form)
	return len(words) <= 3 && !slices.ContainsFunc(words, func(w string) bool { return !unicode.IsUpper(first(w)) || strings.Contains(w, "'") })
}

// standsAt reports whether a form stands at a place of a text as words of
// their own.
func standsAt(text string, at int, form string) bool {
	if !strings.HasPrefix(text[at:], form) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+len(form):])
	return !unicode.IsLetter(before) && !unicode.IsLetter(after)
}

// person is the name of the n-th invented person.
func person(n int) [2]string {
	rng := rand.New(rand.NewPCG(13, uint64(n)))
	name := func() string { s := syllables(rng); return strings.ToUpper(s[:1]) + s[1:] }
	return [2]string{name(), name()}
}
