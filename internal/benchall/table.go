package main

import (
	"cmp"
	"fmt"
	"strings"
)

// table is what all parts have measured.
type table struct {
	machine  string
	versions []string // of the programs measured beside ours: "Neo4j Kernel 5.26.10"
	rows     []row
}

// row is one figure. Its ratio is to another figure of the same run.
type row struct{ what, figure, ratio, command string }

// markdown writes the table below the machine and the versions.
func (t *table) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on: %s.", t.machine)
	if len(t.versions) > 0 {
		fmt.Fprintf(&b, " Beside it: %s.", strings.Join(t.versions, "; "))
	}
	b.WriteString("\n\n| what | figure | beside, in the same run | command |\n|---|---|---|---|\n")
	for _, r := range t.rows {
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", cell(r.what), cell(r.figure), cell(cmp.Or(r.ratio, "–")), cell(r.command))
	}
	return b.String()
}

// cell is a text of one line that does not end its cell.
func cell(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", `\|`)
}
