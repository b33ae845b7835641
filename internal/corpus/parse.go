package corpus

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// block is the lines of one text, the head line without its "@ " first.
type block struct {
	line  int
	lines []string
}

// split cuts a file at its head lines; what stands before the first is
// comment.
func split(data string) []block {
	var out []block
	for i, l := range strings.Split(data, "\n") {
		l = strings.TrimSuffix(l, "\r")
		if head, ok := strings.CutPrefix(l, "@ "); ok {
			out = append(out, block{i + 1, []string{head}})
		} else if len(out) > 0 {
			out[len(out)-1].lines = append(out[len(out)-1].lines, l)
		}
	}
	return out
}

type parser struct {
	file   string
	states map[string]state
	errs   []error
}

func (p *parser) fail(line int, format string, args ...any) {
	p.errs = append(p.errs, fmt.Errorf("%s: line %d: %s", p.file, line, fmt.Sprintf(format, args...)))
}

var sources = map[string]string{"f": "facts public", "i": "invented"}

func (p *parser) parse(b block) *Text {
	t := &Text{File: p.file, Line: b.line}
	p.head(t, b)
	end := slices.Index(b.lines[1:], "---") + 1
	if end == 0 {
		p.fail(b.line, "text %s has no line --- after it", t.ID)
		return t
	}
	t.Text = strings.Trim(strings.Join(b.lines[1:end], "\n"), "\n")
	if strings.TrimSpace(t.Text) == "" {
		p.fail(b.line, "text %s is empty", t.ID)
	}
	for i, l := range b.lines[end+1:] {
		if l = strings.TrimRight(l, " \t"); l != "" {
			p.annotation(t, b.line+end+1+i, l)
		}
	}
	return t
}

func (p *parser) head(t *Text, b block) {
	f := strings.Split(b.lines[0], "|")
	if len(f) != 3 {
		p.fail(b.line, "head line %q: want @ id | YYYY-MM-DD | source", b.lines[0])
		return
	}
	t.ID, t.Source = strings.TrimSpace(f[0]), strings.TrimSpace(f[2])
	if s, ok := sources[t.Source]; ok {
		t.Source = s
	}
	d, err := schema.ParseDate(strings.TrimSpace(f[1]))
	if err != nil || d.Precision != schema.Day {
		p.fail(b.line, "publication date %q: want YYYY-MM-DD", strings.TrimSpace(f[1]))
	}
	t.Published = d
	if t.ID == "" {
		p.fail(b.line, "head line without an id")
	}
}

var entityRE = regexp.MustCompile(`^e\d+ `)

func (p *parser) annotation(t *Text, line int, l string) {
	tag, rest, _ := strings.Cut(l, " ")
	switch {
	case tag == "E":
		p.stateList(t, line, rest)
	case tag == "+":
		p.moreNames(t, line, rest)
	case tag == "S":
		key, names, _ := strings.Cut(rest, " ")
		p.entity(t, Entity{Key: key, Kind: schema.State, Names: forms(names), Line: line})
	case entityRE.MatchString(l):
		kind, names, _ := strings.Cut(rest, " ")
		if !slices.Contains(schema.Kinds, schema.Kind(kind)) {
			p.fail(line, "kind %q: want one of %v", kind, schema.Kinds)
		}
		p.entity(t, Entity{Key: tag, Kind: schema.Kind(kind), Names: forms(names), Line: line})
	default:
		p.claim(t, line, l)
	}
}

func (p *parser) entity(t *Text, e Entity) {
	if len(e.Names) == 0 {
		p.fail(e.Line, "entity %s has no name", e.Key)
	}
	for i, old := range t.Entities {
		if old.Key != e.Key {
			continue
		}
		if e.Kind == schema.State { // S spells out what E listed
			t.Entities[i] = e
		} else {
			p.fail(e.Line, "entity %s is already at line %d", e.Key, old.Line)
		}
		return
	}
	t.Entities = append(t.Entities, e)
}

// stateList reads "E RUS HUN BEL!".
func (p *parser) stateList(t *Text, line int, list string) {
	for code := range strings.FieldsSeq(list) {
		key := strings.TrimSuffix(code, "!")
		s, ok := p.states[key]
		if !ok {
			p.fail(line, "state %q is not in the table: name it with S %s name / name", key, key)
			continue
		}
		e := Entity{Key: key, Kind: schema.State, Line: line}
		for _, n := range s.names {
			e.Names = append(e.Names, Form{n, Plain})
		}
		for _, n := range s.demonyms {
			if occurs(n, t.Text) {
				e.Names = append(e.Names, Form{n, Demonym})
			}
		}
		for _, n := range s.capitals {
			if key == code && occurs(n, t.Text) {
				e.Names = append(e.Names, Form{n, Capital})
			}
		}
		p.entity(t, e)
	}
}

// moreNames reads "+ PRK the North".
func (p *parser) moreNames(t *Text, line int, rest string) {
	key, names, _ := strings.Cut(rest, " ")
	for i := range t.Entities {
		if t.Entities[i].Key != key {
			continue
		}
		for _, f := range forms(names) {
			if !slices.ContainsFunc(t.Entities[i].Names, func(g Form) bool { return g.Text == f.Text }) {
				t.Entities[i].Names = append(t.Entities[i].Names, f)
			}
		}
		return
	}
	p.fail(line, "+ %s: no such entity above", key)
}

func forms(s string) []Form {
	var out []Form
	for f := range strings.SplitSeq(s, " / ") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, Form{Text: f})
		}
	}
	return out
}
