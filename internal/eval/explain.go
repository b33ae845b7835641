package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// explain prints a sentence's tree, mentions and claims.
func explain(text string) error {
	p, err := nlp.New(nlp.Options{})
	if err != nil {
		return err
	}
	a := schema.Article{ID: "article:x", Key: "x", Text: text, Published: schema.Date{Value: "2025-03-12", Precision: schema.Day}}
	d, err := p.Analyse(context.Background(), a)
	if err != nil {
		return err
	}
	for _, s := range d.Sentences {
		for i, t := range s.Tokens {
			fmt.Printf("%3d %-18s %-16s %-6s %-5s %3d %s\n", i, d.Text(t.Span), t.Lemma, t.UPOS, t.XPOS, t.Head, t.Deprel)
		}
		fmt.Println()
	}
	for _, n := range d.Names {
		fmt.Printf("name    %-30q %s\n", d.Text(n.Span), n.Label)
	}
	for _, m := range d.Mentions {
		fmt.Printf("mention %-30q head %d %s %s (%s)\n", d.Text(m.Span), m.Head, strings.Join(m.Entities, " + "), m.Type, m.Reason)
	}
	for _, w := range d.Dates {
		fmt.Printf("date    %-30q %s\n", d.Text(w.Span), w.From.Value)
	}
	for _, c := range d.Claims {
		fmt.Printf("claim   %s %v > %v theme %v mediator %v %s %s speaker %q date %q place %q %s\n", c.Relation, c.Actor, c.Recipient, c.Theme, c.Mediator, c.Polarity, c.Modality, c.Speaker, c.Date.Value, c.Place, c.Evidence.Rule)
	}
	return nil
}
