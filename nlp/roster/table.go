package roster

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/nlp/gazetteer"
	"github.com/entente-kg/entente/schema"
)

// entity is one of a list, before it is a row.
type entity struct {
	line    int
	source  string // the ID that the list gives it
	kind    schema.Kind
	name    string
	aliases []string
	country string // ID
	sector  string
	from    string
	to      string
}

// wikidata is the entity's ID there, which other lists use as well.
func (e *entity) wikidata() string {
	if digits, ok := strings.CutPrefix(e.source, "Q"); ok && digits != "" && strings.Trim(digits, "0123456789") == "" {
		return e.source
	}
	return ""
}

// post is an office of the list, its parties by their IDs in the list.
type post struct {
	line          int
	holder, title string
	of            string // ID of the knowledge base
	from, to      string
}

// table collects the entities of a list.
type table struct {
	name     string
	base     *schema.Actors
	problems []schema.Problem
	entities []entity
	posts    []post
	iso2     map[string]string // code in capitals → state
	known    map[string][]string
	ids      map[string]string // the list's ID → ours
}

func newTable(name string, base *schema.Actors) *table {
	t := &table{name: name, base: base, iso2: map[string]string{}, known: map[string][]string{}, ids: map[string]string{}}
	for _, id := range base.IDs {
		a := base.ByID[id]
		if c := a.Codes["iso2"]; c != "" {
			t.iso2[c] = id
		}
		for _, n := range a.Names {
			if n.Form != schema.FormName {
				continue
			}
			key := string(a.Kind) + "\x00" + gazetteer.Fold(n.Text)
			if !slices.Contains(t.known[key], id) {
				t.known[key] = append(t.known[key], id)
			}
		}
	}
	return t
}

func (t *table) problem(line int, format string, args ...any) {
	t.problems = append(t.problems, schema.Problem{File: t.name, Line: line, Text: fmt.Sprintf(format, args...)})
}

// maxProblems bounds the list of problems: a file with more is another kind of
// file.
const maxProblems = 10_000

// maxLine bounds a line, in bytes. The largest items of Wikidata have a few
// megabytes.
const maxLine = 32 << 20

// eachLine passes on the lines of a stream with their numbers; empty ones are
// left out, too long ones are problems.
func (t *table) eachLine(in io.Reader, f func(line int, text []byte)) error {
	b := bufio.NewReaderSize(in, 1<<20)
	for n := 1; ; n++ {
		text, long, err := readLine(b)
		switch {
		case long:
			t.problem(n, "the line has more than %d MB; it is left out", maxLine>>20)
		case len(bytes.TrimSpace(text)) > 0:
			f(n, text)
		}
		if len(t.problems) > maxProblems {
			return fmt.Errorf("line %d: more than %d problems; the first: %v", n, maxProblems, t.problems[0])
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
}

// readLine reads a line; of one that is too long nothing is kept.
func readLine(b *bufio.Reader) (text []byte, long bool, err error) {
	for {
		part, err := b.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			text, long = nil, true
		}
		if !long {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, long, err
		}
	}
}

// add takes an entity on, if it has a name that texts in English can have.
func (t *table) add(e entity) {
	e.name = oneLine(e.name)
	var names []string
	for _, n := range append([]string{e.name}, e.aliases...) {
		n = oneLine(n)
		if usable(n, e.kind) && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return
	}
	e.name, e.aliases = names[0], names[1:]
	t.entities = append(t.entities, e)
}

// oneLine evens out white space and takes out what parts the names of a list.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(";", ",", "\x00", "").Replace(s)), " ")
}

// usable reports whether a name can be looked for in English text: in Latin
// letters, and no single word for a person, because a first name or surname
// alone is many people's.
func usable(name string, kind schema.Kind) bool {
	if len(name) < 2 || len(name) > 200 {
		return false
	}
	for _, r := range name {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	words := strings.Fields(gazetteer.Fold(name))
	switch {
	case len(words) == 0 || len(words) > 12:
		return false
	case kind == schema.Person:
		return len(words) > 1 && len(words[0])+len(words[1]) > 2
	case len(words) == 1:
		return strings.ContainsFunc(name, unicode.IsUpper) && len(words[0]) > 2
	}
	return true
}

// prefixes are those of IDs.
var prefixes = map[schema.Kind]string{
	schema.Person: "person", schema.Organization: "org", schema.IGO: "igo", schema.MilitantGroup: "group", schema.Place: "place", schema.State: "state",
}

// place is where the rows of a kind go.
var places = map[schema.Kind]string{
	schema.Person: "people.csv", schema.Organization: "organizations.csv", schema.IGO: "organizations.csv", schema.MilitantGroup: "groups.csv",
	schema.Place: "places.csv", schema.State: "states.csv",
}

// same is the actor of the knowledge base that an entity is, or "".
func (t *table) same(e *entity) string {
	found := ""
	for _, n := range append([]string{e.name}, e.aliases...) {
		for _, id := range t.known[string(e.kind)+"\x00"+gazetteer.Fold(n)] {
			a := t.base.ByID[id]
			if a.Country != "" && e.country != "" && a.Country != e.country {
				continue
			}
			if !strings.Contains(gazetteer.Fold(n), " ") && (a.Country == "" || a.Country != e.country) {
				continue // one word is no ground
			}
			if found != "" && found != id {
				return ""
			}
			found = id
		}
	}
	return found
}

// roster makes the rows of the table.
func (t *table) roster() (*Roster, error) {
	t.join()
	for i := range t.entities {
		e := &t.entities[i]
		if t.ids[e.source] = t.same(e); t.ids[e.source] == "" {
			t.ids[e.source] = prefixes[e.kind] + ":" + schema.Normal(e.source)
		}
	}
	w := writer{data: map[string]*bytes.Buffer{}, csv: map[string]*csv.Writer{}, lines: map[string][]int{}}
	for i := range t.entities {
		e := &t.entities[i]
		id, name := t.ids[e.source], e.name
		if t.base.ByID[id] != nil { // known: its names are joined, nothing else is replaced
			w.row(places[e.kind], e.line, id, e.wikidata(), "", strings.Join(append([]string{name}, e.aliases...), "; "), "", "", "", "")
			continue
		}
		w.row(places[e.kind], e.line, id, e.wikidata(), name, strings.Join(e.aliases, "; "), e.country, e.sector, e.from, e.to)
	}
	for _, p := range t.posts {
		if id := t.ids[p.holder]; strings.HasPrefix(id, "person:") && p.of != "" && p.title != "" {
			w.office(p.line, id, p.title, p.of, p.from, p.to)
		}
	}
	out := files{}
	for name, c := range w.csv {
		c.Flush()
		if err := c.Error(); err != nil {
			return nil, err
		}
		out[name] = w.data[name].Bytes()
	}
	if len(out) == 0 {
		return nil, errors.New("no person, organization, group or place with a name in Latin letters")
	}
	return &Roster{FS: out, Problems: t.problems, path: t.name, lines: w.lines}, nil
}

// join sorts the entities and makes one of those with one ID.
func (t *table) join() {
	slices.SortStableFunc(t.entities, func(a, b entity) int { return strings.Compare(a.source, b.source) })
	out := t.entities[:0]
	for _, e := range t.entities {
		if n := len(out); n > 0 && out[n-1].source == e.source {
			last := &out[n-1]
			for _, a := range append([]string{e.name}, e.aliases...) {
				if a != last.name && !slices.Contains(last.aliases, a) {
					last.aliases = append(last.aliases, a)
				}
			}
			last.country, last.sector = firstOf(last.country, e.country), firstOf(last.sector, e.sector)
			continue
		}
		out = append(out, e)
	}
	t.entities = out
}

// writer writes the rows of actor files.
type writer struct {
	data  map[string]*bytes.Buffer
	csv   map[string]*csv.Writer
	lines map[string][]int
}

func (w *writer) file(name string, header ...string) *csv.Writer {
	if w.csv[name] == nil {
		w.data[name] = &bytes.Buffer{}
		w.csv[name] = csv.NewWriter(w.data[name])
		_ = w.csv[name].Write(header) // to memory
		w.lines[name] = []int{0}
	}
	return w.csv[name]
}

func (w *writer) row(file string, line int, id, wikidata, name, aliases, country, sector, from, to string) {
	header, fields := []string{"id", "wikidata", "name", "aliases"}, []string{id, wikidata, name, aliases}
	switch file {
	case "people.csv":
		header, fields = append(header, "country", "sector"), append(fields, country, sector)
	case "organizations.csv", "groups.csv":
		header, fields = append(header, "country", "sector", "from", "to"), append(fields, country, sector, from, to)
	case "places.csv":
		header, fields = append(header, "country"), append(fields, country)
	}
	_ = w.file(file, header...).Write(fields)
	w.lines[file] = append(w.lines[file], line)
}

func (w *writer) office(line int, person, title, of, from, to string) {
	_ = w.file("offices.csv", "person", "title", "of", "from", "to").Write([]string{person, title, of, from, to})
	w.lines["offices.csv"] = append(w.lines["offices.csv"], line)
}

// date cuts a date of another format to one of ours, or "" where it is none.
func date(s string) string {
	s = strings.TrimPrefix(s, "+")
	s, _, _ = strings.Cut(s, "T")
	for strings.HasSuffix(s, "-00") {
		s = strings.TrimSuffix(s, "-00")
	}
	if _, err := schema.ParseDate(s); err != nil {
		return ""
	}
	return s
}
