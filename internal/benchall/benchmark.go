package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// benchmark is a part that is a benchmark of a package.
type benchmark struct {
	name, what, pkg, pattern, turns string
	neo4j                           bool
	rows                            func(metrics) ([]row, error)
}

// metrics are the figures of a benchmark by their units.
type metrics map[string]float64

func (b benchmark) part() part {
	args := []string{"test", "-run", "^$", "-bench", b.pattern, "-benchtime", b.turns, "-timeout", "2h", b.pkg}
	command := "go test -run '^$' -bench " + b.pattern + " -benchtime " + b.turns + " " + b.pkg
	if b.neo4j && os.Getenv("NEO4J_URI") == "" {
		args = append([]string{"run", "./internal/neo4jtest/serve", "go"}, args...)
		command = "go run ./internal/neo4jtest/serve " + command
	}
	return part{b.name, b.what, command, func(ctx context.Context, log io.Writer) (measured, error) {
		if b.neo4j {
			if err := neo4jThere(); err != nil {
				return measured{}, err
			}
		}
		out, err := output(ctx, log, "go", args...)
		if err != nil {
			return measured{}, err
		}
		return b.read(out)
	}}
}

var serverLine = regexp.MustCompile(`server: (.+)`)

// read reads what `go test -bench` prints.
func (b benchmark) read(out []byte) (m measured, err error) {
	found, err := parseMetrics(out)
	if err != nil {
		return m, err
	}
	if m.rows, err = b.rows(found); err != nil {
		return m, fmt.Errorf("%s has %s: %w", b.pkg, strings.Join(slices.Sorted(maps.Keys(found)), ", "), err)
	}
	if s := serverLine.FindSubmatch(out); s != nil {
		m.versions = []string{string(bytes.TrimSpace(s[1]))}
	}
	return m, nil
}

// parseMetrics reads the figures of the one benchmark in a test's output.
func parseMetrics(out []byte) (metrics, error) {
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		if _, err := strconv.Atoi(fields[1]); err != nil {
			continue
		}
		m := metrics{}
		for pair := range slices.Chunk(fields[2:], 2) {
			v, err := strconv.ParseFloat(pair[0], 64)
			if err != nil || len(pair) < 2 {
				return nil, fmt.Errorf("read the line of a benchmark %q: want figures and their units in turn", line)
			}
			m[pair[1]] = v
		}
		return m, nil
	}
	return nil, errors.New("no line of a benchmark in the output: it was skipped, or has another name")
}

// need are the figures of some units, or an error that names the first that is
// not there.
func (m metrics) need(units ...string) ([]float64, error) {
	var list []float64
	for _, u := range units {
		v, ok := m[u]
		if !ok {
			return nil, fmt.Errorf("want %s", u)
		}
		list = append(list, v)
	}
	return list, nil
}

func neo4jRows(m metrics) ([]row, error) {
	v, err := m.need("rows/s", "claims/s", "bare-rows/s", "ratio")
	if err != nil {
		return nil, err
	}
	return []row{{
		what:   "Neo4j, the record",
		figure: thousands(v[0]) + " rows (nodes and relationships), " + thousands(v[1]) + " claims a second",
		ratio:  fmt.Sprintf("%.2f of the rate of bare UNWIND and MERGE of as many (%s rows a second)", v[3], thousands(v[2])),
	}}, nil
}

func sqliteRows(m metrics) ([]row, error) {
	v, err := m.need("rows/s")
	if err != nil {
		return nil, err
	}
	return []row{{what: "SQLite, the record", figure: thousands(v[0]) + " rows a second"}}, nil
}

// growthRows has a row for each kind of articles in the largest archive.
func growthRows(m metrics) ([]row, error) {
	size := 0
	for unit := range m {
		if n, err := strconv.Atoi(strings.TrimPrefix(unit, "news-cpu-s-")); err == nil {
			size = max(size, n)
		}
	}
	var rows []row
	for _, kind := range []struct{ name, what string }{{"news", "of the week after"}, {"late", "of any day of it"}} {
		v, err := m.need(fmt.Sprintf("%s-cpu-s-%d", kind.name, size), fmt.Sprintf("%s-cpu-ratio-%d", kind.name, size), fmt.Sprintf("%s-ratio-%d", kind.name, size))
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{
			what:   fmt.Sprintf("growth, SQLite: 1,000 articles %s into an archive of %s", kind.what, thousands(float64(size))),
			figure: fmt.Sprintf("%.2f s of processor time, record and events", v[0]),
			ratio:  fmt.Sprintf("%.2f times those in an empty graph (%.2f by the clock)", v[1], v[2]),
		})
	}
	return rows, nil
}

func workerRows(m metrics) ([]row, error) {
	v, err := m.need("articles/s-2w", "articles/s-1w", "times-faster", "times-faster-cpu")
	if err != nil {
		return nil, err
	}
	return []row{{
		what:   "two workers of one core each on one queue, SQLite",
		figure: thousands(v[0]) + " articles a second by the clock",
		ratio:  fmt.Sprintf("%.2f times one worker (%s a second); %.2f by processor time", v[2], thousands(v[1]), v[3]),
	}}, nil
}
