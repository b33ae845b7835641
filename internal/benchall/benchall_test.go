package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const putOutput = `goos: linux
pkg: github.com/entente-kg/entente/graph/neo4j
BenchmarkPut
    bench_test.go:25: server: Neo4j Kernel 5.26.10
BenchmarkPut-2   	      20	 341000000 ns/op	     19500 bare-rows/s	      1510 claims/s	         0.6512 ratio	     12700 rows/s
PASS
`

const growOutput = `BenchmarkGrow-2   	       1	9 ns/op	 1.5 late-cpu-s-0	 1.8 late-cpu-s-10000	 1 late-cpu-ratio-0	 1.2 late-cpu-ratio-10000	 1.3 late-ratio-10000	 1.4 news-cpu-s-0	 1.5 news-cpu-s-1000	 1.6 news-cpu-s-10000	 1.07 news-cpu-ratio-10000	 1.08 news-ratio-10000
`

const peersOutput = `{"articles":3,"rounds":5,"figures":[{"name":"entente, text to claims","version":"","tokens":100,"tokens_per_second":20000},
{"name":"spaCy, text to trees and names","version":"3.8, en_core_web_sm 3.8","tokens":101,"tokens_per_second":5000}],
"missing":[{"name":"CoreNLP, text to trees","reason":"there is no java","hint":"install it"}]}`

const archiveOutput = `{"machine":"m","bytes":30000000,"packed":9000000,"articles":12000,"claims":60000,"seconds":100,"processor_seconds":190,"peak_bytes":271000000,
"articles_per_second_by_tenths":[100,120,110],"articles_per_second":120,"megabytes_per_second":0.3,"claims_per_second":600}`

// Each row reads the output that its program or benchmark really has.
func TestRows(t *testing.T) {
	read := func(rows func(metrics) ([]row, error)) func([]byte) (measured, error) {
		return func(out []byte) (measured, error) { return benchmark{rows: rows, pkg: "./p"}.read(out) }
	}
	for _, tt := range []struct {
		given string
		read  func([]byte) (measured, error)
		want  []string // in the table, or in the error
		bad   bool
	}{
		{putOutput, read(neo4jRows), []string{"12,700 rows (nodes and relationships), 1,510 claims a second", "0.65 of the rate of bare UNWIND and MERGE of as many (19,500", "Beside it: Neo4j Kernel 5.26.10."}, false},
		{growOutput, read(growthRows), []string{"of the week after into an archive of 10,000 | 1.60 s", "1.07 times those in an empty graph (1.08 by the clock)", "of any day of it into an archive of 10,000 | 1.80 s"}, false},
		{"BenchmarkWorkers-2 1 5 ns/op 37 articles/s-1w 69 articles/s-2w 1.85 times-faster 1.9 times-faster-cpu", read(workerRows), []string{"69 articles a second", "1.85 times one worker (37 a second); 1.90 by processor time"}, false},
		{"BenchmarkPut-2 3 5 ns/op 61400 rows/s", read(sqliteRows), []string{"61,400 rows a second | –"}, false},
		{peersOutput, peerRows, []string{"20,000 tokens", "entente, text to claims is 4.00 times as fast", "not run: there is no java | install it", "Beside it: spaCy 3.8, en_core_web_sm 3.8."}, false},
		{archiveOutput, archiveRows, []string{"30 MB, 12,000 articles, 60,000 claims", "100 s, 190 s of processor time", "271 MB", "0.83 of the speed of the fastest"}, false},
		{"PASS\n", read(sqliteRows), []string{"no line of a benchmark"}, true},
		{"BenchmarkPut-2 3 5 ns/op", read(sqliteRows), []string{"want rows/s", "ns/op"}, true},
		{"BenchmarkPut-2 3 5 ns/op 7", read(sqliteRows), []string{"figures and their units in turn"}, true},
		{"x", peerRows, []string{"internal/peers"}, true},
		{"x", archiveRows, []string{"internal/endtoend"}, true},
	} {
		m, err := tt.read([]byte(tt.given))
		got := (&table{rows: m.rows, versions: m.versions}).markdown()
		if err != nil {
			got = err.Error()
		}
		for _, want := range tt.want {
			if !strings.Contains(got, want) || (err != nil) != tt.bad {
				t.Errorf("given %s\ngot %s\nwant %q in it, an error: %t", tt.given, got, want, tt.bad)
			}
		}
	}
}

// What one part lacks or does wrong takes nothing from the others; a wrong one
// is an error in the end, a missing tool is none.
func TestMeasure(t *testing.T) {
	gives := func(m measured, err error) func(context.Context, io.Writer) (measured, error) {
		return func(context.Context, io.Writer) (measured, error) { return m, err }
	}
	good := part{"a", "A", "make a", gives(measured{rows: []row{{what: "A, measured", figure: "5"}}, versions: []string{"X 1"}}, nil)}
	none := part{"b", "B", "make b", gives(measured{}, &missing{"there is no java", "install Java 17"})}
	wrong := part{"c", "C", "make c | tee", gives(measured{}, errors.New("disk\nfull"))}
	got, err := measure(t.Context(), []part{wrong, none, good}, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "c: disk") {
		t.Errorf("got error %v, want that of c", err)
	}
	want := "| C | went wrong: disk full | – | `make c \\| tee` |\n| B | not run: there is no java | install Java 17 | `make b` |\n| A, measured | 5 | – | `make a` |\n"
	if text := got.markdown(); !strings.HasSuffix(text, want) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	if _, err := measure(t.Context(), []part{none, good}, io.Discard); err != nil {
		t.Errorf("without a tool: got %v, want no error", err)
	}
}

func TestChoose(t *testing.T) {
	all := parts(options{})
	for given, want := range map[string]string{"": "claims neo4j sqlite growth workers import", "import, sqlite": "import sqlite", "nothing": ""} {
		got, err := choose(all, given)
		if strings.Join(names(got), " ") != want || (err == nil) != (want != "") {
			t.Errorf("-only %q: got %v, %v; want %s", given, names(got), err, want)
		}
	}
}

// Without its tools a part says what to install.
func TestMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("NEO4J_URI", "")
	file := filepath.Join(t.TempDir(), "table.md")
	var out strings.Builder
	if err := run(t.Context(), options{only: "neo4j", output: file}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(file)
	if err != nil || string(written) != out.String() || !strings.Contains(out.String(), "not run: there is no java | install Java 17 and Maven, or set NEO4J_URI") {
		t.Errorf("got\n%s\nand in the file\n%s, %v; want both to say what to install", out.String(), written, err)
	}
}

// What a command says last is in the error.
func TestOutput(t *testing.T) {
	out, err := output(t.Context(), io.Discard, "go", "run", "./there-is-no-such-folder")
	if err == nil || !strings.Contains(err.Error(), "there-is-no-such-folder") || len(out) > 0 {
		t.Errorf("got %q, %v; want the go command's own words", out, err)
	}
}
