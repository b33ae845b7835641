// Package graph holds the Cypher of the graph: constraints, the statements by
// which the Neo4j engine writes and reads, and the saved queries of analysts.
// Statements of one file are told apart by lines "// :name".
package graph

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed *.cypher queries/*.cypher
var files embed.FS

// Statements reads the named statements of a file, such as "record".
func Statements(file string) (map[string]string, error) {
	text, err := fs.ReadFile(files, file+".cypher")
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	name := ""
	for line := range strings.Lines(string(text)) {
		if n, ok := strings.CutPrefix(line, "// :"); ok {
			name = strings.TrimSpace(n)
			if _, twice := all[name]; twice {
				return nil, fmt.Errorf("%s.cypher: %q stands there twice", file, name)
			}
			all[name] = ""
			continue
		}
		if name != "" && !strings.HasPrefix(strings.TrimSpace(line), "//") {
			all[name] += line
		}
	}
	for n, s := range all {
		all[n] = strings.TrimSuffix(strings.TrimSpace(s), ";")
	}
	return all, nil
}

// Constraints are the statements that a new database needs, in their order;
// each may be run again.
func Constraints() []string {
	text, err := fs.ReadFile(files, "constraints.cypher")
	if err != nil { // embedded: it can't be missing
		panic(err)
	}
	var all []string
	for s := range strings.SplitSeq(withoutComments(string(text)), ";") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func withoutComments(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "//") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// Query is a saved query.
type Query struct {
	Name   string            // "dyad_history"
	Doc    string            // what it answers
	Params map[string]string // example values, as Cypher literals
	Cypher string
}

// Queries reads the saved queries, by name.
func Queries() ([]Query, error) {
	names, err := fs.Glob(files, "queries/*.cypher")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []Query
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		q, err := parseQuery(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		q.Name = strings.TrimSuffix(path.Base(name), ".cypher")
		all = append(all, q)
	}
	return all, nil
}

// parseQuery reads the comment at a query's head: what it answers, then one
// line ":param name => literal" a parameter, as Neo4j Browser takes it.
func parseQuery(text string) (Query, error) {
	q := Query{Params: map[string]string{}}
	var doc []string
	n := 0
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "//")
		if !ok {
			break
		}
		n += len(line)
		comment = strings.TrimSpace(comment)
		param, ok := strings.CutPrefix(comment, ":param ")
		if !ok {
			doc = append(doc, comment)
			continue
		}
		name, value, ok := strings.Cut(param, "=>")
		if !ok {
			return q, fmt.Errorf("line %q: want :param name => value", comment)
		}
		q.Params[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	q.Doc, q.Cypher = strings.Join(doc, " "), strings.TrimSpace(text[n:])
	if q.Doc == "" || q.Cypher == "" {
		return q, fmt.Errorf("want a comment that says what the query answers, and the query")
	}
	return q, nil
}
