package corpus

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed states.tsv
var statesTSV string

// state is a row of states.tsv.
type state struct {
	names, demonyms, capitals []string
}

// State is a state with its names, demonyms and capitals, as texts have them.
type State struct {
	Code                      string // ISO 3166-1 alpha-3
	Names, Demonyms, Capitals []string
}

// States returns the table of states, those of which news tells most first.
func States() ([]State, error) {
	states, err := loadStates()
	if err != nil {
		return nil, err
	}
	var out []State
	for l := range strings.SplitSeq(statesTSV, "\n") {
		code, _, _ := strings.Cut(l, "\t")
		if s, ok := states[code]; ok {
			out = append(out, State{code, s.names, s.demonyms, s.capitals})
		}
	}
	return out, nil
}

// loadStates reads the table of states.
func loadStates() (map[string]state, error) {
	out := map[string]state{}
	for i, l := range strings.Split(strings.TrimRight(statesTSV, "\n"), "\n") {
		if strings.HasPrefix(l, "#") {
			continue
		}
		f := strings.Split(l, "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("states.tsv: line %d: %d columns, want 4", i+1, len(f))
		}
		out[f[0]] = state{list(f[1]), list(f[2]), list(f[3])}
	}
	return out, nil
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

// occurs reports whether w stands in text as a word of its own.
func occurs(w, text string) bool { return find(w, text, 0) >= 0 }

// find is the first place at or after from where w stands in text as a word
// of its own, -1 for none.
func find(w, text string, from int) int {
	if w == "" {
		return -1
	}
	for from <= len(text) {
		i := strings.Index(text[from:], w)
		if i < 0 {
			return -1
		}
		i += from
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[i+len(w):])
		if !unicode.IsLetter(before) && !unicode.IsLetter(after) {
			return i
		}
		from = i + len(w)
	}
	return -1
}

// Demonyms returns the demonyms of the table of states, those aside that are
// also a state's name.
func Demonyms() (map[string]bool, error) {
	states, err := loadStates()
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, s := range states {
		for _, d := range s.demonyms {
			out[d] = true
		}
	}
	for _, s := range states {
		for _, n := range s.names {
			delete(out, n)
		}
	}
	return out, nil
}
