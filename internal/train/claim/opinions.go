package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/nlp/parse"
	"github.com/entente-kg/entente/nlp/relation/learned"
)

// opinion is what patterns and network say of a dyad.
type opinion struct {
	ID      string    `json:"id"`
	File    string    `json:"file"`
	Label   int       `json:"label"`
	A       string    `json:"a"`
	B       string    `json:"b"`
	Rule    float64   `json:"rule"`
	Scored  bool      `json:"scored"`
	Score   float64   `json:"score"`
	Numbers []float64 `json:"numbers"`
	P       float64   `json:"p"`
	Right   bool      `json:"right"`
}

// writeOpinions writes those on development texts, by a trained model, and
// those of the parts.
func writeOpinions(path string, texts []text, parts []part, m *learned.Model, o options) error {
	var all []guess
	if o.trained != "" {
		b, err := os.ReadFile(o.trained)
		if err != nil {
			return err
		}
		language, err := nlp.LoadLanguage()
		if err != nil {
			return err
		}
		p, err := nlp.New(nlp.Options{RulesOnly: true})
		if err != nil {
			return err
		}
		whole, err := learned.New(b, p.Relations, language.Trees(), language.Trees().StateWidth(), parse.VectorWidth)
		if err != nil {
			return err
		}
		var dev []text
		for _, t := range texts {
			if t.file == devFile {
				dev = append(dev, t)
			}
		}
		all = guesses(whole, dev)
		for i := range all {
			all[i].p = whole.Probability(&all[i].Opinion)
		}
	}
	for _, p := range parts {
		all = append(all, p.guesses...)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	for i := range all {
		g := &all[i]
		if err := enc.Encode(opinion{g.text.id, g.text.file, g.Label, g.A, g.B, g.Rule, g.Scored, g.Score, g.Numbers(), g.p, g.Right}); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
