package claimscore

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"

	"github.com/entente-kg/entente/schema"
)

// Text is an annotated text: a line of a gold file.
type Text struct {
	ID       string            `json:"id"`
	Date     string            `json:"date"` // when it was published, ISO
	Text     string            `json:"text"`
	Entities map[string]Entity `json:"entities"` // by a key of the annotator's choice
	Claims   []Claim           `json:"claims"`
}

// Entity is an annotated actor with the names that the text gives it.
type Entity struct {
	Kind  string   `json:"kind"`
	Names []string `json:"names"`
}

// Claim is an annotated claim; its parties are keys of Entities, or words in
// double quotes.
type Claim struct {
	Relation  string   `json:"relation"`
	Actor     []string `json:"actor"`
	Recipient []string `json:"recipient"`
	Theme     []string `json:"theme"`
	Mediator  []string `json:"mediator"`
	Polarity  string   `json:"polarity"`
	Modality  string   `json:"modality"`
	Evidence  string   `json:"evidence"`
}

// maxLine is the longest line of a gold file, in bytes.
const maxLine = 64 << 20

// Read reads annotated texts, one JSON object a line. A bad line is an error
// that names it: figures over half a gold file would mislead.
func Read(r io.Reader, name string) ([]Text, error) {
	var texts []Text
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var t Text
		if err := json.Unmarshal(line, &t); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", name, n, err)
		}
		t.fillDefaults()
		if err := t.check(); err != nil {
			return nil, fmt.Errorf("read %s: line %d: %w", name, n, err)
		}
		texts = append(texts, t)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: line %d: %w", name, n+1, err)
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("read %s: no annotated texts in it", name)
	}
	return texts, nil
}

// fillDefaults makes a claim that says nothing else affirmed and asserted.
func (t *Text) fillDefaults() {
	for i := range t.Claims {
		c := &t.Claims[i]
		c.Polarity = cmp.Or(c.Polarity, string(schema.Affirmed))
		c.Modality = cmp.Or(c.Modality, string(schema.Asserted))
	}
}

// check refuses what would be scored as something else than was meant.
func (t *Text) check() error {
	if t.ID == "" || t.Text == "" {
		return fmt.Errorf(`a text needs "id" and "text"`)
	}
	if _, err := schema.ParseDate(t.Date); err != nil {
		return fmt.Errorf("text %s: %w", t.ID, err)
	}
	for _, c := range t.Claims {
		for _, list := range [][]string{c.Actor, c.Recipient, c.Theme, c.Mediator} {
			for _, key := range list {
				if _, ok := t.Entities[key]; !ok && key != "" && key[0] != '"' {
					return fmt.Errorf("text %s: %s has the party %q, which is not among the entities", t.ID, c.Relation, key)
				}
			}
		}
	}
	return nil
}

// Article is the text as the pipeline takes it.
func (t *Text) Article() (schema.Article, error) {
	date, err := schema.ParseDate(t.Date)
	if err != nil {
		return schema.Article{}, fmt.Errorf("text %s: %w", t.ID, err)
	}
	return schema.Article{ID: schema.ArticleID("", t.Text), Key: t.ID, Text: t.Text, Published: date}, nil
}
