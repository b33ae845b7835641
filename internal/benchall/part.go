package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// part is one measurement: its command as a person would give it.
type part struct {
	name, what, command string
	run                 func(context.Context, io.Writer) (measured, error)
}

// measured is what a part has found.
type measured struct {
	rows     []row
	versions []string
}

// missing says that a part needs what is not there, and how to have it.
type missing struct{ reason, hint string }

func (m *missing) Error() string { return m.reason + " (" + m.hint + ")" }

// parts are all there are.
func parts(o options) []part {
	return []part{
		{"claims", "text to claims", "make peers", func(ctx context.Context, log io.Writer) (measured, error) { return peers(ctx, o, log) }},
		benchmark{"neo4j", "Neo4j, the record", "./graph/neo4j", "Put", "20x", true, neo4jRows}.part(),
		benchmark{"sqlite", "SQLite, the record", "./graph/sqlite", "Put", "3x", false, sqliteRows}.part(),
		benchmark{"growth", "growth, SQLite", "./graph/sqlite", "Grow", "1x", false, growthRows}.part(),
		benchmark{"workers", "two workers against one", "./cmd/entente", "Workers", "1x", false, workerRows}.part(),
		{"import", "import end to end, SQLite", "make archive SIZE=" + o.size, func(ctx context.Context, log io.Writer) (measured, error) { return archive(ctx, o, log) }},
	}
}

// output is what a command prints; what it says of its progress goes to the log,
// and its last line of that into the error.
func output(ctx context.Context, log io.Writer, name string, args ...string) ([]byte, error) {
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, io.MultiWriter(log, &said)
	err := cmd.Run()
	if _, ended := errors.AsType[*exec.ExitError](err); ended {
		return out.Bytes(), fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, lastLine(said.String(), out.String()))
	}
	return out.Bytes(), err
}

// lastLine is the last line of the first text that says why something went
// wrong. The go command's own last word is of no use.
func lastLine(texts ...string) string {
	last := ""
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "exit status") && !strings.HasPrefix(line, "FAIL") {
				last = line
			}
		}
		if last != "" {
			return last
		}
	}
	return "it does not say why"
}

// neo4jThere says whether there is a Neo4j, or what puts one together.
func neo4jThere() error {
	if os.Getenv("NEO4J_URI") != "" {
		return nil
	}
	for _, tool := range []string{"java", "mvn"} {
		if _, err := exec.LookPath(tool); err != nil {
			return &missing{"there is no " + tool, "install Java 17 and Maven, or set NEO4J_URI to an empty server"}
		}
	}
	return nil
}

// thousands writes a whole number with commas.
func thousands(f float64) string {
	s := strconv.FormatFloat(f, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
