package read

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html/charset"
)

// Feed is RSS (all versions) or Atom. Items are cut out one by one, so that a
// bad one harms no other and a feed of any length needs little memory.
var Feed = Format{
	Name:       "feed",
	Extensions: []string{".rss", ".atom", ".xml", ".rdf"},
	Sniff: func(head []byte) bool {
		if !beginsWith(head, "<") {
			return false
		}
		s := strings.ToLower(string(head))
		return strings.Contains(s, "<rss") || strings.Contains(s, "<feed") || strings.Contains(s, "<rdf:rdf")
	},
	Read: readFeed,
}

func readFeed(ctx context.Context, in Input) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		mark, _ := in.Reader.Peek(4)
		_, marked := byteOrderMark(mark)
		r, err := in.stream()
		if err != nil {
			yield(Entry{}, err)
			return
		}
		if marked == 0 && in.Options.Charset == "" {
			r = declaredXML(r)
		}
		cut := &feedCutter{r: r, max: in.Options.MaxBytes, line: 1}
		var about *gofeed.Feed
		for n := 0; ctx.Err() == nil; n++ {
			item, err := cut.next()
			if errors.Is(err, io.EOF) {
				if n == 0 {
					yield(Entry{}, skip(Empty, "leave it out", "the feed has no items"))
				}
				return
			}
			if about == nil {
				about = feedAbout(cut)
			}
			var e Entry
			switch {
			case err != nil:
			case cut.sitemap:
				err = siteLink(item, cut.root)
			default:
				e, err = feedEntry(cut, item, about)
			}
			e.Line = cut.start
			if err != nil {
				own := broken(err)
				if own.Line == 0 {
					own.Line = cut.start
				}
				err = own
			}
			if !yield(e, err) || cut.done {
				return
			}
		}
	}
}

// feedEntry reads one item, given in its own markup.
func feedEntry(cut *feedCutter, item []byte, about *gofeed.Feed) (Entry, error) {
	text, warning, err := utf8Text(item)
	if err != nil {
		return Entry{}, err
	}
	feed, err := parseFeed(cut.open() + text + cut.close())
	if err != nil {
		return Entry{}, problem("mend the item or drop it", "not a feed's item: %w", err)
	}
	if len(feed.Items) != 1 {
		return Entry{}, problem("mend the item or drop it", "not a feed's item")
	}
	it := feed.Items[0]
	e := Entry{ID: strings.TrimSpace(it.GUID), URL: it.Link, Date: first(it.Published, it.Updated), Lang: about.Language}
	for _, t := range []*time.Time{it.PublishedParsed, it.UpdatedParsed} {
		if _, err := ParseDate(e.Date); err != nil && t != nil { // a notation that only gofeed knows; it gives UTC
			e.Date = t.Format(time.DateOnly)
		}
	}
	for _, t := range []*time.Time{it.UpdatedParsed, it.PublishedParsed} {
		if e.Updated == "" && t != nil {
			e.Updated = t.UTC().Format(time.RFC3339)
		}
	}
	if e.Title, err = plainFragment(it.Title); err != nil {
		return Entry{}, problem("mend the item or drop it", "its title cannot be parsed: %w", err)
	}
	if e.Text, err = plainFragment(first(strings.TrimSpace(it.Content), it.Description)); err != nil {
		return Entry{}, problem("mend the item or drop it", "its text cannot be parsed: %w", err)
	}
	if e.Text == "" && isAddress(e.URL) {
		return Entry{}, linked(Link{URL: e.URL, Title: e.Title, Date: e.Date})
	}
	if e.URL == "" {
		e.Source, _ = plainFragment(about.Title)
	}
	if warning != "" {
		e.Warnings = []string{warning}
	}
	return e, nil
}

// feedAbout reads what a feed says of itself before its first item.
func feedAbout(cut *feedCutter) *gofeed.Feed {
	text, _, err := utf8Text(cut.head)
	if err != nil {
		return &gofeed.Feed{}
	}
	feed, err := parseFeed(text + cut.close())
	if err != nil {
		return &gofeed.Feed{}
	}
	return feed
}

func parseFeed(s string) (feed *gofeed.Feed, err error) {
	defer func() { // feeds are hostile
		if p := recover(); p != nil {
			err = problem("mend the item or drop it", "it cannot be analysed: %v", p)
		}
	}()
	p := gofeed.NewParser()
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	return p.ParseString(s)
}

// declaredXML decodes what an XML declaration names. It leaves UTF-8 alone,
// also where the declaration is wrong about it.
func declaredXML(r *bufio.Reader) *bufio.Reader {
	head, _ := r.Peek(bufferSize / 2)
	if !beginsWith(head, "<?xml") || mostlyUTF8(head) {
		return r
	}
	head, _, _ = bytes.Cut(head, []byte("?>"))
	_, after, ok := bytes.Cut(head, []byte("encoding="))
	if !ok || len(after) < 2 {
		return r
	}
	name, _, _ := bytes.Cut(after[1:], after[:1])
	enc, canonical := charset.Lookup(string(name))
	if enc == nil || canonical == "utf-8" || strings.HasPrefix(canonical, "utf-16") { // UTF-16 shows by its mark
		return r
	}
	return decoded(r, enc)
}
