package read

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

const maxFeedHead = 1 << 20 // bytes kept of what stands before the first item

// feedCutter cuts the items out of a feed by its tags, without parsing what
// is within them.
type feedCutter struct {
	r    *bufio.Reader
	max  int64
	line int // of the byte read last

	head    []byte // everything before the first item, from the root's tag
	root    string // name of the root element as written: "rss", "rdf:RDF", "feed"
	rootTag string // its start tag
	channel bool   // items stand within an open <channel>
	sitemap bool   // it is a list of addresses

	item  []byte // the item under way, its start tag first
	name  string // its element's name, "" outside of one
	start int    // line of the item given last
	long  bool   // the item under way is over max
	ended bool   // the root's end tag was seen
	done  bool   // nothing more can be read
}

// open and close are what stands around an item to make it a feed.
func (c *feedCutter) open() string {
	if c.channel {
		return c.rootTag + "<channel>"
	}
	return c.rootTag
}

func (c *feedCutter) close() string {
	if c.channel {
		return "</channel></" + c.root + ">"
	}
	return "</" + c.root + ">"
}

// next gives the markup of the next item, in memory that the next call uses
// again; io.EOF after the last one.
func (c *feedCutter) next() ([]byte, error) {
	if c.done {
		return nil, io.EOF
	}
	for {
		mark, err := c.markup()
		if err != nil {
			return c.end(err)
		}
		name, kind := tagOf(mark)
		switch {
		case kind == textMark:
			c.keep(mark)
		case c.root == "":
			c.keepRoot(name, kind, mark)
		case c.name == "" && kind != endTag && c.isItem(name):
			c.item, c.name, c.start, c.long = c.item[:0], name, c.line, false
			c.keep(mark)
			if kind == emptyTag {
				return c.take()
			}
		case c.name != "" && kind == startTag && name == c.name:
			bad := problem("mend the item or drop it", "the item is not closed").at(c.start)
			c.item, c.start, c.long = c.item[:0], c.line, false
			c.keep(mark)
			return nil, bad
		case c.name != "" && kind == endTag && name == c.name:
			c.keep(mark)
			return c.take()
		default:
			c.note(name, kind)
			c.keep(mark)
		}
	}
}

func (c *feedCutter) take() ([]byte, error) {
	c.name = ""
	if c.long {
		return nil, skip(TooLarge, "split it, or raise the limit (--max-document)", "the item has more than %s", size(c.max))
	}
	return c.item, nil
}

// end says what the end of the input means where it stands.
func (c *feedCutter) end(err error) ([]byte, error) {
	c.done = true
	c.start = c.line
	switch {
	case !errors.Is(err, io.EOF):
		return nil, err
	case c.root == "":
		return nil, skip(Unsupported, "only RSS and Atom are read of XML", "no feed")
	case !c.ended:
		return nil, problem("fetch it again; the items before the break were read", "the feed is cut short: </%s> is missing", show(c.root))
	}
	return nil, io.EOF
}

func (c *feedCutter) isItem(name string) bool {
	prefix, _, ok := strings.Cut(c.root, ":")
	if !ok || strings.EqualFold(prefix, "rdf") {
		prefix = ""
	} else {
		prefix += ":"
	}
	if c.sitemap {
		return name == prefix+"url" || name == prefix+"sitemap"
	}
	return name == prefix+"item" || name == prefix+"entry"
}

// keepRoot waits for the root's tag: what stands before it (a declaration, a
// DOCTYPE) is not needed.
func (c *feedCutter) keepRoot(name string, kind tagKind, mark []byte) {
	if kind != startTag {
		return
	}
	local := name[strings.LastIndexByte(name, ':')+1:]
	l := strings.ToLower(local)
	if c.sitemap = l == "urlset" || l == "sitemapindex"; c.sitemap || l == "rss" || l == "feed" || l == "rdf" {
		c.root, c.rootTag = name, string(mark)
		c.keep(mark)
	}
}

// note keeps track of the elements around the items.
func (c *feedCutter) note(name string, kind tagKind) {
	switch {
	case c.name != "":
	case name == "channel":
		c.channel = kind == startTag
	case name == c.root && kind == endTag:
		c.ended = true
	}
}

// keep adds a piece of markup or text to the item under way or to the head.
func (c *feedCutter) keep(mark []byte) {
	switch {
	case c.name != "":
		if int64(len(c.item)+len(mark)) > c.max {
			c.item, c.long = c.item[:0], true
		}
		if !c.long {
			c.item = append(c.item, mark...)
		}
	case c.start == 0 && c.root != "" && len(c.head)+len(mark) <= maxFeedHead:
		c.head = append(c.head, mark...)
	}
}

type tagKind int

const (
	textMark tagKind = iota // text, comment, CDATA section, declaration
	startTag
	endTag
	emptyTag // <item/>
)

// tagOf is the element's name in a tag and the kind of tag.
func tagOf(mark []byte) (name string, kind tagKind) {
	if len(mark) < 3 || mark[0] != '<' || mark[len(mark)-1] != '>' || mark[1] == '!' || mark[1] == '?' {
		return "", textMark
	}
	body := mark[1 : len(mark)-1]
	kind = startTag
	switch {
	case body[0] == '/':
		kind, body = endTag, body[1:]
	case body[len(body)-1] == '/':
		kind, body = emptyTag, body[:len(body)-1]
	}
	if i := bytes.IndexAny(body, " \t\r\n"); i >= 0 {
		body = body[:i]
	}
	return string(body[:min(len(body), 100)]), kind
}
