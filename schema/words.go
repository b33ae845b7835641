package schema

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Words are the named sets of lemmas in words/*.yaml, which patterns and
// stages share. A file's set "plan" has the name "plan", a subset of it
// "plan.verb".
type Words map[string][]string

// LoadWords reads every .yaml file of the folders; a set in a later folder
// replaces the one of the same name.
func LoadWords(folders ...fs.FS) (Words, error) {
	words := Words{}
	for _, folder := range folders {
		names, err := fs.Glob(folder, "*.yaml")
		if err != nil {
			return nil, fmt.Errorf("words: %w", err)
		}
		for _, name := range names {
			if err := words.read(folder, name); err != nil {
				return nil, fmt.Errorf("%s: %w", path.Join("words", name), err)
			}
		}
	}
	return words, nil
}

func (w Words) read(folder fs.FS, name string) error {
	in, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer in.Close()
	var f struct {
		Set    string              `yaml:"set"`
		Doc    string              `yaml:"doc"`
		Lemmas []string            `yaml:"lemmas"`
		Sets   map[string][]string `yaml:"sets"`
	}
	dec := yaml.NewDecoder(in)
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return err
	}
	if f.Set == "" || len(f.Lemmas)+len(f.Sets) == 0 {
		return fmt.Errorf("want a set's name and its lemmas or sets")
	}
	all := slices.Clone(f.Lemmas)
	for sub, lemmas := range f.Sets {
		w[f.Set+"."+sub] = lemmas
		all = append(all, lemmas...)
	}
	slices.Sort(all)
	w[f.Set] = slices.Compact(all)
	return nil
}

// Expand reads a list of lemmas separated by commas, in which "$name" stands
// for a set.
func (w Words) Expand(list string) ([]string, error) {
	var out []string
	for word := range strings.SplitSeq(list, ",") {
		word = strings.TrimSpace(word)
		if word == "" {
			continue
		}
		set, isSet := strings.CutPrefix(word, "$")
		if !isSet {
			out = append(out, word)
			continue
		}
		lemmas, ok := w[set]
		if !ok {
			return nil, fmt.Errorf("no set of words is named %q", set)
		}
		out = append(out, lemmas...)
	}
	return out, nil
}

// expandAll is Expand for each of several lists.
func (w Words) expandAll(lists map[string]string) (map[string][]string, error) {
	out := make(map[string][]string, len(lists))
	for key, list := range lists {
		expanded, err := w.Expand(list)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		out[key] = expanded
	}
	return out, nil
}

// Has reports whether the set holds the lemma. For hot loops, make a map with
// Set.
func (w Words) Has(set, lemma string) bool { return slices.Contains(w[set], lemma) }

// Set returns the sets' lemmas as one map.
func (w Words) Set(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		for _, l := range w[n] {
			out[l] = true
		}
	}
	return out
}
