package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/resolve"
	"github.com/entente-kg/entente/nlp"
	"github.com/entente-kg/entente/schema"
)

// importReport is what the closing table and --json show.
type importReport struct {
	Read      int `json:"read"`
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"` // those passed over too
	Older     int `json:"older"`     // versions of articles of which the graph has a later one
	Failed    int `json:"failed"`    // those passed over too
	Claims    int `json:"claims"`
	Events    int `json:"events"`
	Edges     int `json:"edges"`

	Passed       int            `json:"passed"`        // articles that the journal knows as read, and that were not read again
	PassedInputs int            `json:"passed_inputs"` // inputs of which it knows all, or the beginning
	NotChosen    int            `json:"not_chosen"`    // articles that --since or --match does not take
	Languages    map[string]int `json:"languages"`     // articles read, by the code of their language; "" where it is not known
	Foreign      int            `json:"foreign"`       // those that failed because of it
	Trimmed      int            `json:"trimmed"`       // articles of whose page, file or message something was left out
	TrimmedBytes int            `json:"trimmed_bytes"` // what was left out of them
	Repeats      int            `json:"repeats"`       // new or changed articles that (nearly) repeat an earlier one of this import

	LeftOut leftOut `json:"left_out,omitempty"` // rows of coders' tables, by reason

	Links   int `json:"links"`   // addresses without a text that were not fetched
	Known   int `json:"known"`   // addresses not fetched because their articles are in the graph
	Fetched int `json:"fetched"` // pages fetched

	Seconds   float64    `json:"seconds"`
	Strongest []edgeLine `json:"strongest"`
}

// count adds a document that was read to what is known of all.
func (r *importReport) count(in *input) {
	foreign := errors.Is(in.err, nlp.ErrLanguage)
	if in.err != nil && !foreign {
		return
	}
	if r.Languages == nil {
		r.Languages = map[string]int{}
	}
	r.Languages[in.doc.Lang]++
	if foreign {
		r.Foreign++
	}
	if in.doc.Removed > 0 {
		r.Trimmed++
		r.TrimmedBytes += in.doc.Removed
	}
}

// languages are those of the articles, the most frequent first.
func (r *importReport) languages() string {
	codes := slices.SortedFunc(maps.Keys(r.Languages), func(a, b string) int {
		return cmp.Or(r.Languages[b]-r.Languages[a], cmp.Compare(a, b))
	})
	var out []string
	for i, code := range codes {
		if i == 8 {
			out = append(out, fmt.Sprintf("%d others", len(codes)-i))
			break
		}
		out = append(out, fmt.Sprintf("%d %s", r.Languages[code], cmp.Or(plain(code), "not told")))
	}
	return strings.Join(out, ", ")
}

// print writes the closing table, or JSON, and gives the exit of the run.
func (im *importRun) print() error {
	r := &im.report
	var end error
	if r.Failed > 0 {
		end = errSomeBad
	}
	if im.watching != nil { // each file has had its line
		return end
	}
	if im.c.Bool("json") {
		return errors.Join(json.NewEncoder(im.out).Encode(r), end)
	}
	if im.c.Bool("dry-run") {
		im.printDry()
		return end
	}
	if im.c.Bool("quiet") {
		return end
	}
	st := styleFor(im.out)
	rate := float64(r.Read) / max(r.Seconds, 0.001)
	fmt.Fprintf(im.out, "%s read in %s, %.0f a second\n", st.bold(count(r.Read, "article")), took(r.Seconds), rate)
	older := ""
	if r.Older > 0 {
		older = fmt.Sprintf("%d older than what is there   ", r.Older)
	}
	fmt.Fprintf(im.out, "  articles  %s new   %d changed   %d unchanged   %s%s\n", st.bold(fmt.Sprint(r.New)), r.Changed, r.Unchanged, older, st.alarm(r.Failed > 0, fmt.Sprintf("%d failed", r.Failed)))
	im.printNotes()
	r.LeftOut.print(im.out)
	fmt.Fprintf(im.out, "  graph     %+d claims   %+d events   %+d edges   in %s\n", r.Claims, r.Events, r.Edges, plain(im.c.String("store")))
	if r.Failed > 0 {
		fmt.Fprintf(im.out, "  failed    %s\n", plain(im.whereFailed()))
	}
	if len(r.Strongest) > 0 {
		fmt.Fprintf(im.out, "\n%s\n", st.bold("strongest edges of this import"))
		printEdges(im.out, r.Strongest)
		e := r.Strongest[0]
		fmt.Fprintf(im.out, "\nnext: entente why %s %s %s%s\n", quoted(e.FromName), e.Relation, quoted(e.ToName), im.sameFlags())
	}
	return end
}

// printNotes writes the lines of the table that are only there when there is
// something to say.
func (im *importRun) printNotes() {
	r := &im.report
	if r.PassedInputs > 0 {
		fmt.Fprintf(im.out, "  not read  %s of %s (--fresh reads all)\n", count(r.Passed, "article"), verb(r.PassedInputs, "input", "that is as it was", "that are as they were"))
	}
	im.printNotChosen()
	if r.Fetched+r.Known > 0 {
		fmt.Fprintf(im.out, "  fetched   %s   %d in the graph before\n", count(r.Fetched, "page"), r.Known)
	}
	im.printLinks()
	if r.Foreign > 0 {
		fmt.Fprintf(im.out, "  language  %d in another language than English, left out without --any-language: %s\n", r.Foreign, r.languages())
	}
	if r.Trimmed > 0 {
		fmt.Fprintf(im.out, "  trimmed   %s: %s of menus, captions, running heads and the like left out\n", count(r.Trimmed, "article"), kilobytes(r.TrimmedBytes))
	}
	if r.Repeats > 0 {
		fmt.Fprintf(im.out, "  repeats   %s with nearly the words of an earlier one; such count as one source\n", count(r.Repeats, "article"))
	}
}

// printNotChosen tells of articles that were passed over, so that a wrong day or
// expression is seen.
func (im *importRun) printNotChosen() {
	if n := im.report.NotChosen; n > 0 {
		fmt.Fprintf(im.out, "  passed    %s that --since or --match does not take\n", count(n, "article"))
	}
}

// printLinks tells of addresses that were not fetched, and how they are.
func (im *importRun) printLinks() {
	if im.links.n > 0 {
		fmt.Fprintf(im.out, "  links     %s without a text, not fetched; to read what is there: %s %s\n", addresses(im.links.n), plain(im.command), plain(im.links.flags(im.c.Bool("fetch"))))
	}
}

func addresses(n int) string {
	if n == 1 {
		return "1 address"
	}
	return fmt.Sprintf("%d addresses", n)
}

func verb(n int, noun, one, many string) string {
	if n == 1 {
		return count(n, noun) + " " + one
	}
	return count(n, noun) + " " + many
}

func kilobytes(n int) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", (n+1023)>>10)
	}
	return fmt.Sprintf("%d MB", n>>20)
}

// whereFailed says where the documents that failed are listed.
func (im *importRun) whereFailed() string {
	if n := im.journal.passed.failed; n > 0 && im.failed.count == 0 {
		return "before, in inputs that are as they were: " + im.failed.where()
	}
	return im.failed.where()
}

// sameFlags are the flags that another verb needs to see the same graph.
func (im *importRun) sameFlags() string {
	var flags strings.Builder
	if im.c.IsSet("store") {
		flags.WriteString(" --store " + quoted(im.c.String("store")))
	}
	for _, dir := range im.c.StringSlice("relations") {
		flags.WriteString(" --relations " + quoted(dir))
	}
	return flags.String()
}

// noting is a resolver that shows the records that it makes.
type noting struct {
	*resolve.Resolver
	note func(*graph.Record)
}

// Record makes an article's record, and shows it.
func (n *noting) Record(x schema.Extraction) (graph.Record, error) {
	rec, err := n.Resolver.Record(x)
	if err == nil {
		n.note(&rec)
	}
	return rec, err
}

// repeats counts articles that share a band of their near-duplicate signature
// with one before them. What was seen is kept as bits, so that memory does not
// grow with the archive; of a million articles, about six thousand are counted too
// many (a Bloom filter: Bloom 1970).
type repeats struct {
	seen []uint64
	n    int
}

const (
	repeatBits   = 1 << 27
	repeatHashes = 6
)

func (r *repeats) add(rec *graph.Record) {
	if rec.Wire == "" {
		return
	}
	if r.seen == nil {
		r.seen = make([]uint64, repeatBits/64)
	}
	found := false
	for band, word := range strings.Fields(rec.Wire) {
		all := true
		h := fnv.New64a()
		fmt.Fprint(h, band, word)
		at, by := h.Sum64(), h.Sum64()>>32|1
		for range repeatHashes {
			bit := at % repeatBits
			all = all && r.seen[bit/64]&(1<<(bit%64)) != 0
			r.seen[bit/64] |= 1 << (bit % 64)
			at += by
		}
		found = found || all
	}
	if found {
		r.n++
	}
}
