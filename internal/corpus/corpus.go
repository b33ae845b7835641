// Package corpus reads and checks the project's own annotated texts, in the
// compact notation that texts/README.md describes.
//
// A file is read whole: what is wrong in one text is reported with its file
// and line, and does not hide what is wrong in the next.
package corpus

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// Text is one annotated text.
type Text struct {
	File      string
	Line      int // of its head line, from 1
	ID        string
	Published schema.Date
	Source    string
	Text      string
	Entities  []Entity // in the order of the annotation
	Claims    []Claim  // in the order of the annotation
}

// Entity is someone or something that a text names.
type Entity struct {
	Key   string // "PAK", "e1"
	Kind  schema.Kind
	Names []Form // at least one
	Line  int
}

// Form is one way to name an entity.
type Form struct {
	Text string
	Role FormRole
}

// FormRole says what part of speech and sense a form has.
type FormRole uint8

// The roles of forms. What the annotation does not say is Plain.
const (
	Plain FormRole = iota
	Demonym
	Capital
)

// Claim is an annotated claim; parties are keys of entities.
type Claim struct {
	Relation  string
	Actor     []string
	Recipient []string
	Theme     []string // keys, or words of the text in double quotes
	Mediator  []string
	Polarity  schema.Polarity
	Modality  schema.Modality
	Speaker   string
	Date      schema.Date
	Place     string
	Evidence  string // words of the text
	Line      int
}

// Entity returns the entity with the key.
func (t *Text) Entity(key string) (Entity, bool) {
	i := slices.IndexFunc(t.Entities, func(e Entity) bool { return e.Key == key })
	if i < 0 {
		return Entity{}, false
	}
	return t.Entities[i], true
}

// ReadDir reads all *.txt files of a directory in the order of their names.
// The error joins all that is wrong; the texts that are right are returned
// with it.
func ReadDir(dir fs.FS) ([]Text, error) {
	names, err := fs.Glob(dir, "*.txt")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("read corpus: no .txt file there")
	}
	var texts []Text
	var errs []error
	seen := map[string]string{}
	for _, name := range names {
		f, err := dir.Open(name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		ts, err := Read(f, path.Base(name))
		f.Close()
		errs = append(errs, err)
		for _, t := range ts {
			at := fmt.Sprintf("%s: line %d", t.File, t.Line)
			if first, ok := seen[t.ID]; ok {
				errs = append(errs, fmt.Errorf("%s: id %s is already at %s", at, t.ID, first))
				continue
			}
			seen[t.ID] = at
			texts = append(texts, t)
		}
	}
	return texts, errors.Join(errs...)
}

// Read reads one file; name is for messages. The error joins all that is
// wrong, each with its line; the texts that are right are returned with it.
func Read(r io.Reader, name string) ([]Text, error) {
	states, err := loadStates()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	var texts []Text
	var errs []error
	for _, b := range split(string(data)) {
		p := parser{file: name, states: states}
		t := p.parse(b)
		p.check(t)
		if len(p.errs) > 0 {
			errs = append(errs, p.errs...)
			continue
		}
		texts = append(texts, *t)
	}
	return texts, errors.Join(errs...)
}
