package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// narrow is what a table does when the terminal is narrower than it.
type narrow struct {
	cut  []int // these columns are cut, the widest first, with an ellipsis
	wrap bool  // the last column goes on in further lines
}

// leastColumn is how narrow a cut or wrapped column may get.
const leastColumn = 14

// printColumns lines up rows, two spaces in. Where w is no terminal, nothing
// is cut or wrapped.
func printColumns(w io.Writer, rows [][]string, how narrow) {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			row[i] = plain(cell)
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
	}
	if width := terminalWidth(w); width > 0 && len(widths) > 0 {
		fit(widths, width, how)
	}
	for _, row := range rows {
		var line strings.Builder
		line.WriteString("  ")
		for i, cell := range row {
			if how.wrap && i == len(widths)-1 {
				line.WriteString(wrapped(cell, widths[i], visible(line.String())))
				continue
			}
			cell = cut(cell, widths[i])
			line.WriteString(cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}

// fit makes columns narrower until they fit, or until they are as narrow as
// they may be.
func fit(widths []int, width int, how narrow) {
	over := 2*len(widths) - width
	for _, w := range widths {
		over += w
	}
	columns := how.cut
	if how.wrap {
		columns = []int{len(widths) - 1}
	}
	for ; over > 0 && len(columns) > 0; over-- {
		at := columns[0]
		for _, i := range columns {
			if widths[i] > widths[at] {
				at = i
			}
		}
		if widths[at] <= leastColumn {
			return
		}
		widths[at]--
	}
}

func cut(s string, width int) string {
	if utf8.RuneCountInString(s) <= width {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:width-1]), " ") + "…"
}

// wrapped breaks a text at spaces into lines of width runes, the second and
// later ones indented. Escape sequences of style take no room. A width of 0
// breaks nothing.
func wrapped(text string, width, indent int) string {
	if width <= 0 {
		return text
	}
	var b strings.Builder
	used := 0
	for i, word := range strings.Split(text, " ") {
		n := visible(word)
		switch {
		case i == 0:
		case used+1+n > width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}

// visible is the number of runes that a terminal shows of s.
func visible(s string) int {
	n, escaped := 0, false
	for _, r := range s {
		switch {
		case r == '\x1b':
			escaped = true
		case !escaped:
			n++
		case r == 'm':
			escaped = false
		}
	}
	return n
}

// terminalWidth is that of the terminal that w is, or 0.
func terminalWidth(w io.Writer) int {
	f, ok := fileOf(w)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width < 40 {
		return 0
	}
	return width
}
