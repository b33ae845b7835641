package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/nlp/name"
	"github.com/entente-kg/entente/nlp/token"
	"github.com/entente-kg/entente/schema"
)

// list says how a table of facts becomes known names.
type list struct {
	file    string
	columns []int // of names
	split   string
	class   name.Class
	clean   func(string) string
}

// lists are the tables that the lexicon is made of. Cities that are also
// common words do no harm: the class is a feature among others.
var lists = []list{
	{file: "factbook.countries.tsv", columns: []int{1}, class: name.KnownState, clean: plainName},
	{file: "geonames.cities50k.tsv", columns: []int{1}, class: name.KnownPlace, clean: plainName},
	{file: "factbook.leaders.tsv", columns: []int{4}, class: name.KnownPerson, clean: titleCase},
	{file: "us-congress-current.tsv", columns: []int{0}, class: name.KnownPerson, clean: plainName},
	{file: "factbook.parties.tsv", columns: []int{1}, split: " or ", class: name.KnownOrganization, clean: plainName},
	{file: "factbook.terrorist-groups.tsv", columns: []int{0}, class: name.KnownGroup, clean: plainName},
	{file: "phoenix.milnonstate.tsv", columns: []int{0, 2}, split: ";", class: name.KnownGroup, clean: titleCase},
}

// kinds are the classes of the actors of the knowledge base that go into the
// lexicon. People are left out: those of the training texts are all there, and
// the model would learn to lean on it.
var kinds = map[schema.Kind]name.Class{
	schema.State: name.KnownState, schema.IGO: name.KnownOrganization, schema.Organization: name.KnownOrganization,
	schema.MilitantGroup: name.KnownGroup, schema.Place: name.KnownPlace,
}

// addActors adds the names of the knowledge base that are more than an
// acronym and begin with a capital.
func addActors(dir string, add func(string, name.Class)) error {
	kb, err := schema.LoadActors(os.DirFS(dir))
	if err != nil {
		return err
	}
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		class, ok := kinds[a.Kind]
		if !ok {
			continue
		}
		for _, n := range a.Names {
			acronym := n.Text == strings.ToUpper(n.Text) && a.Kind != schema.State // UK and U.S. are names of states
			if c := class; n.Form != schema.FormMetonym && n.Form != schema.FormCapital && !acronym && n.Text != strings.ToLower(n.Text) {
				if n.Form == schema.FormDemonym {
					c = name.KnownDemonym
				}
				add(plainName(n.Text), c)
			}
		}
	}
	return nil
}

// stateNames are the names and acronyms of states in the knowledge base.
func stateNames(dir string) (map[string]bool, error) {
	out := map[string]bool{}
	if dir == "" {
		return out, nil
	}
	kb, err := schema.LoadActors(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	for _, id := range kb.IDs {
		a := kb.ByID[id]
		for _, n := range a.Names {
			if a.Kind == schema.State && n.Form != schema.FormMetonym && n.Form != schema.FormCapital && n.Form != schema.FormDemonym {
				out[n.Text] = true
			}
		}
	}
	return out, nil
}

// makeLexicon reads the tables of facts in dir, the knowledge base in actors
// and the table of states of the corpus; an empty folder is left out.
func makeLexicon(dir, actors string, tok *token.Tokenizer) (*name.Lexicon, error) {
	var entries []name.Entry
	add := func(s string, c name.Class) {
		if len(s) < 3 && (c != name.KnownState || s != strings.ToUpper(s)) {
			return
		}
		e := name.Entry{Class: c}
		for _, w := range tok.Words(s) {
			e.Words = append(e.Words, w.Of(s))
		}
		entries = append(entries, e)
	}
	demonyms, err := corpus.Demonyms()
	if err != nil {
		return nil, err
	}
	for d := range demonyms {
		add(d, name.KnownDemonym)
	}
	if dir != "" {
		for _, l := range lists {
			if err := l.read(dir, add); err != nil {
				return nil, err
			}
		}
	}
	if actors != "" {
		if err := addActors(actors, add); err != nil {
			return nil, err
		}
	}
	return name.NewLexicon(entries), nil
}

func (l *list) read(dir string, add func(string, name.Class)) error {
	path := filepath.Join(dir, l.file)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		cols := strings.Split(sc.Text(), "\t")
		if n == 1 {
			continue
		}
		for _, c := range l.columns {
			if c >= len(cols) {
				return fmt.Errorf("read %s: line %d: no column %d", path, n, c+1)
			}
			parts := []string{cols[c]}
			if l.split != "" {
				parts = strings.Split(cols[c], l.split)
			}
			for _, p := range parts {
				add(l.clean(p), l.class)
			}
		}
	}
	return sc.Err()
}

// plainName cuts what stands in brackets and after signs of editing.
func plainName(s string) string {
	if i := strings.IndexAny(s, "([;,"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimPrefix(strings.TrimSpace(s), "The ")
}

// titleCase turns the capitals of a table into a name's.
func titleCase(s string) string {
	words := strings.Fields(plainName(strings.Trim(s, "+_ ")))
	for i, w := range words {
		r := []rune(w)
		if len(r) > 3 || i == 0 {
			for j := 1; j < len(r); j++ {
				r[j] = unicode.ToLower(r[j])
			}
		}
		words[i] = string(r)
	}
	return strings.Join(words, " ")
}
