package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/entente-kg/entente/internal/corpus"
	"github.com/entente-kg/entente/schema"
)

// devFile marks texts that are never trained on.
const devFile = "dev"

// readDev reads annotated texts to report on, JSONL.
func readDev(path string) ([]corpus.Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []corpus.Text
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		var it struct {
			ID, Date, Text string
			Entities       map[string]struct{ Names []string }
			Claims         []struct {
				Relation                          string
				Actor, Recipient, Theme, Mediator []string
				Polarity, Modality, Evidence      string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		date, err := schema.ParseDate(it.Date)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		t := corpus.Text{File: devFile, ID: it.ID, Published: date, Text: it.Text}
		for _, k := range slices.Sorted(maps.Keys(it.Entities)) {
			e := corpus.Entity{Key: k}
			for _, name := range it.Entities[k].Names {
				e.Names = append(e.Names, corpus.Form{Text: name})
			}
			t.Entities = append(t.Entities, e)
		}
		for _, c := range it.Claims {
			t.Claims = append(t.Claims, corpus.Claim{Relation: c.Relation, Actor: c.Actor, Recipient: c.Recipient, Theme: c.Theme, Mediator: c.Mediator, Polarity: schema.Polarity(c.Polarity), Modality: schema.Modality(c.Modality), Evidence: c.Evidence})
		}
		out = append(out, t)
	}
	return out, lines.Err()
}

// plainFile marks texts without annotation.
const plainFile = "plain"

// readPlain reads texts without annotation, JSONL of id and text.
func readPlain(path string) ([]corpus.Text, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []corpus.Text
	for lines := json.NewDecoder(bufio.NewReader(f)); ; {
		var it struct{ ID, Text string }
		if err := lines.Decode(&it); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: text %d: %w", path, len(out)+1, err)
		}
		out = append(out, corpus.Text{File: plainFile, ID: it.ID, Text: it.Text})
	}
}
