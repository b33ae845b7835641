// Package nerscore scores the names that a recogniser finds against annotated
// texts: exact span and label, for people, organisations and places.
package nerscore

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/nlp/analysis"
	"github.com/entente-kg/entente/schema"
)

// Name is a span with its label.
type Name struct {
	schema.Span
	Label analysis.Label
}

// Text is an annotated text.
type Text struct {
	ID      string
	Text    string
	Names   []Name        // PER, ORG and LOC
	Neutral []schema.Span // of other types, and descriptions: what overlaps them is not judged
}

// Scored are the labels that are judged.
var Scored = []analysis.Label{analysis.PER, analysis.ORG, analysis.LOC}

type record struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Entities []struct {
		S     int    `json:"s"`
		E     int    `json:"e"`
		Label string `json:"label"`
	} `json:"entities"`
}

// Read reads annotated texts, one JSON object a line: id, text, and entities
// with s, e (code points into text) and label. A leading article, a trailing
// possessive, and the titles before a person's name are taken off. Some sets
// also mark pronouns, which are left out, and descriptions ("the army"), which
// are neutral: a name within one is not judged. Of entities within each other
// the inner one counts.
func Read(path string) ([]Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 16<<20)
	var out []Text
	for n := 1; sc.Scan(); n++ {
		var r record
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", path, n, err)
		}
		t, err := r.read()
		if err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", path, n, err)
		}
		out = append(out, t)
	}
	return out, sc.Err()
}

func (r *record) read() (Text, error) {
	at := make([]int, 0, len(r.Text)+1)
	for i := range r.Text {
		at = append(at, i)
	}
	at = append(at, len(r.Text))
	t := Text{ID: r.ID, Text: r.Text}
	for _, e := range r.Entities {
		if e.S < 0 || e.E < e.S || e.E >= len(at) {
			return t, fmt.Errorf("entity from %d to %d in a text of %d characters", e.S, e.E, len(at)-1)
		}
		s := Trim(r.Text, schema.Span{Start: at[e.S], End: at[e.E]})
		switch {
		case !slices.Contains(Scored, analysis.Label(e.Label)):
			t.Neutral = append(t.Neutral, s)
		case proper(s.Of(r.Text)):
			if e.Label == string(analysis.PER) {
				s = untitled(r.Text, s)
			}
			t.Names = append(t.Names, Name{s, analysis.Label(e.Label)})
		case !slices.Contains(pronouns, strings.ToLower(s.Of(r.Text))):
			t.Neutral = append(t.Neutral, s)
		}
	}
	t.Names = innermost(t.Names)
	return t, nil
}

// Trim takes a leading article and a trailing possessive off a span.
func Trim(text string, s schema.Span) schema.Span {
	for _, a := range []string{"the ", "The ", "THE ", "a ", "an ", "A ", "An "} {
		if strings.HasPrefix(s.Of(text), a) {
			s.Start += len(a)
		}
	}
	for _, p := range []string{"'s", "’s"} {
		if strings.HasSuffix(s.Of(text), p) {
			s.End -= len(p)
		}
	}
	return s
}

var pronouns = []string{
	"i", "we", "he", "she", "they", "it", "us", "them", "him", "her", "you", "who", "his", "their", "its", "our", "my", "here", "there",
	"this", "these", "those", "that",
}

// proper tells names from pronouns and descriptions: the first and the last
// word have a capital or are figures.
func proper(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) == 1 && slices.Contains(pronouns, strings.ToLower(s)) {
		return false
	}
	for _, w := range []string{words[0], words[len(words)-1]} {
		if !strings.ContainsFunc(w, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) {
			return false
		}
	}
	return strings.ContainsFunc(s, unicode.IsUpper)
}

// titles stand before a person's name and are no part of it.
var titles = strings.Fields(`President Prime Minister Foreign Secretary Deputy Special Advisor Adviser Envoy Ambassador General
	Gen. Col. Colonel Maj. Major Lt. Capt. Captain Commodore Admiral Adm. Vice Brig. Spc. Sgt. Staff Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir Lord
	King Queen Prince Chancellor Chief Director Commissioner High Representative Senator Sen. Rep. Press Spokesman Spokesperson Commander
	Assistant Under State of Defense Defence U.S. Army Pentagon Sheikh Pope Professor`)

// untitled takes titles off the front of a person's name.
func untitled(text string, s schema.Span) schema.Span {
	for {
		first, rest, ok := strings.Cut(s.Of(text), " ")
		if !ok || !slices.Contains(titles, first) {
			return s
		}
		s.Start = s.End - len(strings.TrimLeft(rest, " "))
	}
}

func innermost(names []Name) []Name {
	slices.SortStableFunc(names, func(a, b Name) int { return a.Len() - b.Len() })
	var out []Name
	for _, n := range names {
		if !slices.ContainsFunc(out, func(o Name) bool { return o.Overlaps(n.Span) }) {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b Name) int { return a.Start - b.Start })
	return out
}
