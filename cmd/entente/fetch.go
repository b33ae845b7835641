package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/fetch"
	"github.com/entente-kg/entente/internal/ordered"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

func fetchFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "fetch", Usage: "fetch the pages to which lists of addresses, sitemaps and feeds without texts lead, from the hosts of --allow; without it nothing is fetched"},
		&cli.StringSliceFlag{Name: "allow", Usage: "with --fetch: a host to fetch from, as news.example, or *.news.example for all below it; may be repeated"},
		&cli.StringFlag{Name: "allow-list", Usage: "with --fetch: a file of such hosts, one a line", TakesFile: true},
		&cli.StringFlag{Name: "contact", Usage: "with --fetch: an address of the web or of mail at which the servers' keepers can reach you; it is sent with each request"},
		&cli.DurationFlag{Name: "delay", Value: time.Second, Usage: "with --fetch: the time between two requests to a host; robots.txt may ask for more"},
	}
}

const (
	fetchWorkers = 8 // hosts asked at a time, about
	fetchDepth   = 3 // sitemaps of sitemaps
	fetchLists   = 50_000
)

// fetching gets the pages to which links lead.
type fetching struct {
	web     *fetch.Fetcher
	opts    read.Options
	fresh   bool
	store   graph.Reader
	journal *runJournal
	only    map[string]map[string]bool // of an input, the addresses that are to be tried again; nil for all
}

// newFetching is what the flags want, nil where nothing is fetched.
func newFetching(c *cli.Context, s streams) (*fetching, error) {
	if !c.Bool("fetch") {
		for _, f := range []string{"allow", "allow-list", "contact", "delay"} {
			if c.IsSet(f) {
				return nil, usage("entente import --fetch --allow news.example INPUT", "--%s is for --fetch", f)
			}
		}
		return nil, nil
	}
	allow, err := allowed(c)
	if err != nil {
		return nil, err
	}
	contact := c.String("contact")
	switch {
	case len(allow) == 0:
		return nil, usage("entente import --fetch --allow news.example INPUT", "--fetch fetches from no host but those of --allow; name one")
	case strings.ContainsFunc(contact, func(r rune) bool { return r <= ' ' || r > '~' || r == '(' || r == ')' }):
		return nil, usage("--contact https://me.example/about", "--contact %q: want an address of the web or of mail", contact)
	case c.Duration("delay") < 0:
		return nil, usage("--delay 1s", "--delay %s: want 0s or more", c.Duration("delay"))
	}
	o := s.web
	o.Allow, o.Version, o.Contact, o.Delay = allow, version, contact, max(c.Duration("delay"), 1)
	web, err := fetch.New(o)
	if err != nil {
		return nil, usage("--allow news.example", "--allow: %v", err)
	}
	opts, err := readOptions(c, s)
	return &fetching{web: web, opts: opts, fresh: c.Bool("fresh")}, err
}

// allowed are the hosts of the flags.
func allowed(c *cli.Context) ([]string, error) {
	hosts := slices.Clone(c.StringSlice("allow"))
	list := c.String("allow-list")
	if list == "" {
		return hosts, nil
	}
	f, err := os.Open(list)
	if err != nil {
		return nil, usage("--allow-list hosts.txt", "--allow-list: %v", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if h, _, _ := strings.Cut(lines.Text(), "#"); strings.TrimSpace(h) != "" {
			hosts = append(hosts, strings.TrimSpace(h))
		}
	}
	if err := lines.Err(); err != nil {
		return nil, usage("--allow-list hosts.txt", "--allow-list: %v", err)
	}
	return hosts, nil
}

// link is what an input leads to, nil where it is none.
func (in *input) link() *read.Link {
	if e, ok := errors.AsType[*read.Error](in.err); ok && e.Skip == read.Linked {
		return e.Link
	}
	return nil
}

// of puts documents, or what went wrong, in the place of links to hosts that
// are allowed.
func (x *fetching) of(ctx context.Context, docs iter.Seq[input]) iter.Seq[input] {
	return ordered.Map(ctx, fetchWorkers, x.expand(ctx, docs), x.get)
}

// expand puts the links of sitemaps and feeds in the place of links to them.
// Where a reading may go on is known only behind the last one.
func (x *fetching) expand(ctx context.Context, docs iter.Seq[input]) iter.Seq[input] {
	return func(yield func(input) bool) {
		for in := range docs {
			l := in.link()
			if l == nil || !isList(l) || x.web.Allowed(l.URL) != nil {
				if !yield(in) {
					return
				}
				continue
			}
			lists := fetchLists
			if !x.list(ctx, in, map[string]bool{}, 1, &lists, yield) {
				return
			}
			end := in.place()
			end.left, end.online, end.list = true, true, true
			if !yield(end) {
				return
			}
		}
	}
}

// isList reports whether a link leads to other links, by what is said of it or
// by its name.
func isList(l *read.Link) bool {
	u, err := url.Parse(l.URL)
	if err != nil {
		return false
	}
	name := strings.TrimSuffix(strings.ToLower(u.Path), ".gz")
	return l.Sitemap || slices.Contains([]string{".xml", ".rss", ".atom", ".rdf"}, path.Ext(name))
}

// list passes on what a sitemap or feed has.
func (x *fetching) list(ctx context.Context, in input, seen map[string]bool, depth int, left *int, yield func(input) bool) bool {
	l := in.link()
	in.doc.Reached = read.Reached{Bytes: in.doc.Reached.Bytes}
	if seen[l.URL] {
		return true
	}
	seen[l.URL] = true
	wanted := in.wanted || x.only[in.doc.Origin.Path][l.URL]
	if depth > fetchDepth {
		return yield(unfetched(in, l, fmt.Errorf("sitemaps of sitemaps are read to a depth of %d", fetchDepth)))
	}
	page, err := x.web.Get(ctx, l.URL)
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		return yield(unfetched(in, l, err))
	}
	for doc, err := range read.Listed(ctx, x.opts, in.doc.Origin, page) {
		if *left--; *left < 0 {
			return yield(unfetched(in, l, fmt.Errorf("it leads to more than %d addresses", fetchLists)))
		}
		doc.Reached.Bytes = in.doc.Reached.Bytes
		inner := input{doc: doc, err: err, wanted: wanted}
		if to := inner.link(); to != nil && isList(to) && x.web.Allowed(to.URL) == nil {
			if !x.list(ctx, inner, seen, depth+1, left, yield) {
				return false
			}
			continue
		}
		if !yield(inner) {
			return false
		}
	}
	return true
}

// unfetched is the error for a page that could not be had.
func unfetched(in input, l *read.Link, err error) input {
	o := in.doc.Origin
	in.err = &read.Error{Path: o.Path, Member: o.Member, Line: o.Line, Skip: read.Unfetched, Err: fmt.Errorf("fetch %s: %w", l.URL, err), Do: fetch.Do(err), Link: l}
	return in
}

// get fetches the page of a link. One whose article is in the graph is not
// fetched again, be it known by the link's address or by the one to which that
// was found to lead.
func (x *fetching) get(ctx context.Context, in input) input {
	l := in.link()
	if l == nil {
		return in
	}
	if only := x.only[in.doc.Origin.Path]; only != nil && !only[l.URL] && !in.wanted {
		end := in.place()
		end.left, end.online = true, x.web.Allowed(l.URL) == nil
		return end
	}
	if x.web.Allowed(l.URL) != nil {
		return in // it stays a link
	}
	in.online = true
	id := schema.ArticleID(l.URL, "")
	if !x.fresh {
		kept, err := x.store.Editions(ctx, []string{id, cmp.Or(x.journal.page(ctx, l.URL), id)})
		if err != nil {
			return input{err: fmt.Errorf("look for known articles: %w", err), fatal: true}
		}
		if len(kept) > 0 {
			end := in.place()
			end.left, end.had = true, true
			return end
		}
	}
	page, err := x.web.Get(ctx, l.URL)
	if err != nil {
		return unfetched(in, l, err)
	}
	doc, err := read.Fetched(ctx, x.opts, in.doc.Origin, *l, page)
	if err == nil && doc.ID != id {
		x.journal.leadsTo(ctx, l.URL, doc.ID)
	}
	doc.Reached = in.doc.Reached
	return input{doc: doc, err: err, fetched: true, online: true}
}

// unfetchedLinks are the links that were left alone.
type unfetchedLinks struct {
	n     int
	hosts []string
}

// shownHosts is how many hosts are named.
const shownHosts = 5

func (u *unfetchedLinks) add(l *read.Link) {
	u.n++
	if to, err := url.Parse(l.URL); err == nil && len(u.hosts) <= shownHosts && !slices.Contains(u.hosts, to.Host) {
		u.hosts = append(u.hosts, to.Host)
	}
}

// flags are those that would have them fetched, beside --fetch where that was
// given.
func (u *unfetchedLinks) flags(given bool) string {
	var b strings.Builder
	if !given {
		b.WriteString(" --fetch")
	}
	for i, h := range u.hosts {
		if i == shownHosts {
			b.WriteString(" …")
			break
		}
		b.WriteString(" --allow " + quoted(cmp.Or(h, "HOST")))
	}
	return strings.TrimPrefix(b.String(), " ")
}
