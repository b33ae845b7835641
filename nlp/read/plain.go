package read

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// breaks says how an element sets its content apart: 2 is a paragraph of its
// own, 1 a line of its own.
var breaks = map[atom.Atom]int{
	atom.P: 2, atom.Div: 2, atom.Section: 2, atom.Article: 2, atom.Main: 2, atom.Header: 2, atom.Footer: 2,
	atom.H1: 2, atom.H2: 2, atom.H3: 2, atom.H4: 2, atom.H5: 2, atom.H6: 2, atom.Blockquote: 2, atom.Pre: 2,
	atom.Ul: 2, atom.Ol: 2, atom.Dl: 2, atom.Table: 2, atom.Hr: 2, atom.Address: 2, atom.Aside: 2, atom.Figure: 2,
	atom.Li: 1, atom.Dt: 1, atom.Dd: 1, atom.Tr: 1, atom.Br: 1,
}

// mute are elements whose content is no prose. A figure's caption repeats the
// article or names the photographer.
var mute = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Svg: true,
	atom.Iframe: true, atom.Figcaption: true, atom.Button: true, atom.Select: true, atom.Textarea: true, atom.Object: true,
}

// plain is the prose of an HTML tree: paragraphs with an empty line between
// them, white space evened out.
func plain(root *html.Node) string {
	var w prose
	for n := root; n != nil; {
		w.enter(n)
		if n.FirstChild != nil && !mute[tag(n)] {
			n = n.FirstChild
			continue
		}
		for n != nil {
			w.leave(n)
			if n == root {
				return w.b.String()
			}
			if n.NextSibling != nil {
				n = n.NextSibling
				break
			}
			n = n.Parent
		}
	}
	return w.b.String()
}

// prose is the text under way: words are written with the break that is due
// before them.
type prose struct {
	b     strings.Builder
	due   int // line ends
	space bool
	tab   bool
}

func (w *prose) enter(n *html.Node) {
	if n.Type == html.TextNode {
		w.text(n.Data)
	}
	t := tag(n)
	w.due = max(w.due, breaks[t])
	w.tab = w.tab || t == atom.Td || t == atom.Th
}

func (w *prose) leave(n *html.Node) {
	w.due = max(w.due, breaks[tag(n)])
}

// tag is an element's name, 0 for other nodes. Nodes that readability makes
// have a name only in Data.
func tag(n *html.Node) atom.Atom {
	if n.Type != html.ElementNode {
		return 0
	}
	return atom.Lookup([]byte(n.Data))
}

func (w *prose) text(s string) {
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			w.space = true
			continue
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff': // invisible, and within words
			continue
		}
		if w.b.Len() > 0 {
			switch {
			case w.due > 0:
				w.b.WriteString("\n\n"[:w.due])
			case w.tab:
				w.b.WriteByte('\t')
			case w.space:
				w.b.WriteByte(' ')
			}
		}
		w.due, w.space, w.tab = 0, false, false
		w.b.WriteRune(r)
	}
}

// plainFragment is the prose of a stretch of HTML, such as an item of a feed.
// What is no HTML comes back as it is, evened out.
func plainFragment(s string) (string, error) {
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		return "", err
	}
	box := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	for _, n := range nodes {
		box.AppendChild(n)
	}
	return plain(box), nil
}
