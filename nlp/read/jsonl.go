package read

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// JSONL is one JSON object a line, with the fields of FieldNames or what
// Options.Fields calls them. Its text is kept byte for byte.
var JSONL = Format{
	Name:       "jsonl",
	Extensions: []string{".jsonl", ".ndjson", ".json"},
	Records:    true,
	Sniff:      func(head []byte) bool { return beginsWith(head, `{"`, "{ ", "{\n", "{}") },
	Read:       readJSONL,
}

const mendLine = "mend the line or drop it"

func readJSONL(ctx context.Context, in Input) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		spread := false // the first line is only the beginning of a value
		in.eachLine(ctx, yield, func(l *lines, line []byte, long bool) bool {
			line = bytes.TrimSpace(line)
			if l.n == 1 && (string(line) == "{" || string(line) == "[") {
				spread = true
				return yield(Entry{}, problem("put each object on a line of its own (jq -c . or jq -c '.[]')", "not JSON lines: a value goes over several lines").at(1))
			}
			e, err := record(line, long, in.Options)
			if spread && l.n == 2 && err != nil { // the whole file is one value
				return false
			}
			if err == nil && len(line) == 0 {
				return true
			}
			if e.Line = l.n; !spread {
				e.end = l.place()
			}
			if err != nil {
				err = broken(err).at(l.n)
			}
			return yield(e, err)
		})
	}
}

// record reads one line, of which only an empty one is no record.
func record(line []byte, long bool, o Options) (Entry, error) {
	if long {
		return Entry{}, tooLarge("the line", o)
	}
	if len(line) == 0 {
		return Entry{}, nil
	}
	var warnings []string
	if !utf8.Valid(line) {
		s, warning, err := utf8Text(line)
		if err != nil {
			return Entry{}, err
		}
		line, warnings = []byte(s), []string{warning}
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return Entry{}, problem(mendLine, "not a JSON object but %s", article1(kind.Value))
		}
		return Entry{}, problem(mendLine, "not JSON: %w", err)
	}
	if object == nil {
		return Entry{}, problem(mendLine, "not a JSON object but null")
	}
	e, err := fromFields(o, func(name string) (string, error) { return fieldValue(object, name) })
	if err != nil {
		return Entry{}, err
	}
	if _, ok := object[o.field("text")]; !ok {
		return Entry{}, noTextField(o, slices.Sorted(maps.Keys(object)))
	}
	e.Warnings = warnings
	return e, nil
}

func article1(kind string) string {
	if kind == "array" {
		return "an array"
	}
	return "a " + kind
}

// fromFields fills an entry by the names of FieldNames.
func fromFields(o Options, value func(name string) (string, error)) (e Entry, err error) {
	for name, to := range map[string]*string{
		"id": &e.ID, "date": &e.Date, "updated": &e.Updated, "title": &e.Title, "text": &e.Text, "url": &e.URL, "source": &e.Source, "lang": &e.Lang,
	} {
		if *to, err = value(o.field(name)); err != nil {
			return Entry{}, err
		}
	}
	return e, nil
}

// fieldValue is a field as a string; a number stays as it is written.
func fieldValue(object map[string]json.RawMessage, name string) (string, error) {
	raw := object[name]
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return "", problem(mendLine, "field %s: %w", clip(name), err)
		}
		return s, nil
	case raw[0] == '{' || raw[0] == '[' || raw[0] == 't' || raw[0] == 'f':
		return "", problem(mendLine+", or name another field", "field %s holds no string: %s", clip(name), clip(string(raw)))
	}
	return string(raw), nil
}

func noTextField(o Options, have []string) *Error {
	if len(have) > 12 {
		have = append(have[:12], "…")
	}
	for i := range have {
		have[i] = strings.Trim(clip(have[i]), `"`)
	}
	return problem("say which field holds the text (--field text=NAME)", "%w", fmt.Errorf("no field %s; there are: %s", clip(o.field("text")), strings.Join(have, ", ")))
}

// noTextColumn is the same for a table, which may also be a coder's that lacks
// something.
func noTextColumn(o Options, names []string) *Error {
	e := noTextField(o, slices.Clone(names))
	e.Do = "name the columns in the first row, and say which one holds the text (--field text=NAME)"
	if near := nearlyCoded(names); near != nil {
		e.Err, e.Do = fmt.Errorf("no field %s; %w", clip(o.field("text")), near.Err), near.Do
	}
	return e
}
