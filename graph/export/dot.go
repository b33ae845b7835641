package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// dotColors tell conflict from cooperation by the sign of an edge's score.
var dotColors = map[int]string{-1: "#b2182b", 0: "#666666", 1: "#2166ac"}

// DOT writes entities and direct edges for Graphviz. Cooperation is blue,
// conflict red; symmetric edges have no heads. What a coder says is dashed, and
// each edge has its source_kind, for gvpr and others to select by.
func DOT(ctx context.Context, w io.Writer, g graph.Reader) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "digraph entente {\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=9];\n")
	err := each(g.AllEntities(ctx), func(e *schema.Entity) error {
		_, err := fmt.Fprintf(out, "  %s [label=%s, class=%s];\n", dotQuote(e.ID), dotQuote(e.Name), dotQuote(string(e.Kind)))
		return err
	})
	if err == nil {
		err = each(g.AllEdges(ctx), func(e *graph.Edge) error {
			head := "forward"
			if e.Symmetric {
				head = "none"
			}
			style := "solid"
			if e.SourceKind.Coded() {
				style = "dashed"
			}
			_, err := fmt.Fprintf(out, "  %s -> %s [label=%s, weight=%d, dir=%s, color=%s, style=%s, source_kind=%s];\n", dotQuote(e.From), dotQuote(e.To), dotQuote(e.Relation),
				max(e.Independent, 1), head, dotQuote(dotColors[sign(e.Score)]), style, dotQuote(e.SourceKind.String()))
			return err
		})
	}
	if err == nil {
		fmt.Fprint(out, "}\n")
		err = out.Flush()
	}
	if err != nil {
		return fmt.Errorf("write dot: %w", err)
	}
	return nil
}

// dotQuote writes a string of the DOT language. A backslash is doubled, for it
// begins an escape in labels.
func dotQuote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ", "\x00", "").Replace(s) + `"`
}

func sign(f float64) int {
	switch {
	case f < 0:
		return -1
	case f > 0:
		return 1
	}
	return 0
}
