package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/internal/journal"
	"github.com/entente-kg/entente/nlp/read"
	"github.com/entente-kg/entente/schema"
	"github.com/urfave/cli/v2"
)

// defaultJournal stands for the journal's usual place.
const defaultJournal = "auto"

func journalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "journal", Value: defaultJournal, Usage: "where to note which inputs are read, and how far, so that they are not read again; auto is STORE.journal beside an SQLite graph and a file in the user's cache folder for a server; '' for none", TakesFile: true},
		&cli.BoolFlag{Name: "fresh", Usage: "read all inputs again, whatever the journal says of them"},
	}
}

// runJournal is the journal of one import. Its zero value keeps none.
//
// Documents come in order, and the store commits them in order: when it has
// committed all that it was given, all that was seen is done. So the journal
// never says more than the store has.
type runJournal struct {
	*journal.Journal
	fresh   bool
	err     io.Writer
	edition func(*schema.Article) graph.Edition
	before  func() error            // what must be on the disk first
	listed  func(input string) bool // whether the failures of earlier runs in it are known
	broken  bool

	files   map[string]*fileState
	at      *fileState     // of the document seen last
	pending int            // articles given to the store and not yet committed
	last    schema.Article // the last one that the store has, or gets with the next commit
	former  schema.Article // the one before it
	unsaved int            // documents seen since the journal was written
	saved   time.Time

	mu     sync.Mutex               // of what follows, which the reader uses too
	begun  map[string]journal.Input // files that are read on from some place
	passed passedOver
}

// passedOver is what need not be read again.
type passedOver struct{ inputs, articles, failed int }

type fileState struct {
	journal.Input
	frozen bool // something in it is to be tried again: the rest does not count as read
	online bool // what it leads to is fetched: a later run looks at it from the beginning
	ended  bool
}

// keepsJournal reports whether the run is one to go on from: one that writes,
// and not a number of articles alone.
func (im *importRun) keepsJournal() bool {
	return im.journalPath != "" && !im.c.Bool("dry-run") && im.c.Int("limit") == 0
}

// pathOfJournal is where the flags say that the journal is, "" for none.
func (im *importRun) pathOfJournal() string {
	path, store := im.c.String("journal"), im.c.String("store")
	if path != defaultJournal {
		return path
	}
	file, ok := strings.CutPrefix(store, "sqlite:")
	if store == "neo4j" {
		store = os.Getenv("NEO4J_URI")
	}
	path, im.journalErr = journal.Path(ok, strings.TrimPrefix(file, "//"), store+" "+cmp.Or(os.Getenv("NEO4J_DATABASE"), "default"))
	return path
}

// noJournal says that there is no journal; the import works without it.
func (im *importRun) noJournal(err error) {
	fmt.Fprintf(im.err, "no journal is kept, so a later import reads all inputs again: %s\n", plain(err.Error()))
}

// openJournal opens the journal of an import and drops what the store lacks.
func (im *importRun) openJournal(ctx context.Context, store graph.Reader) error {
	if im.journalErr != nil {
		im.noJournal(im.journalErr)
	}
	if !im.keepsJournal() {
		return nil
	}
	rules, err := im.extractor.version()
	if err != nil {
		return err
	}
	fields := slices.Sorted(slices.Values(im.c.StringSlice("field")))
	reader := schema.Hash(version, builtAt(), rules, im.c.String("input-format"), strings.Join(fields, "\n"), im.c.String("charset"), im.c.String("max-document"),
		fmt.Sprint(im.c.Bool("any-language")), im.c.String("since"), im.c.String("match"), im.c.String("extractor"), im.c.String("model"),
		im.allowedHosts(), im.journalOf())
	open, err := journal.Open(ctx, im.journalPath, reader)
	if err != nil && im.c.String("journal") == defaultJournal {
		im.noJournal(err)
		return nil
	}
	if err != nil {
		return err
	}
	if err := open.Believe(ctx, store.Editions); err != nil {
		return errors.Join(err, open.Close())
	}
	im.journal = &runJournal{
		Journal: open, fresh: im.c.Bool("fresh") || im.c.String("retry") != "", err: im.err,
		edition: im.resolver.Edition,
		files:   map[string]*fileState{}, begun: map[string]journal.Input{}, saved: time.Now(),
	}
	return nil
}

// journalOf is the graph that a journal of the user's own choice belongs to: he
// may choose one for several.
func (im *importRun) journalOf() string {
	if im.c.String("journal") == defaultJournal {
		return ""
	}
	return im.c.String("store")
}

// allowedHosts are those of which pages are fetched, "" where none are.
func (im *importRun) allowedHosts() string {
	if im.fetching == nil {
		return ""
	}
	hosts, err := allowed(im.c)
	if err != nil {
		return err.Error()
	}
	slices.Sort(hosts)
	return strings.Join(hosts, "\n")
}

// builtAt tells one build of the program from another: how it reads may differ.
func builtAt() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	return fmt.Sprint(info.Size(), info.ModTime().UnixNano())
}

// resume is read.Options.Resume, but for the context.
func (j *runJournal) resume(ctx context.Context, f read.File) (read.Place, bool) {
	if j.Journal == nil || j.fresh {
		return read.Place{}, true
	}
	in, ok, err := j.Input(ctx, f)
	if err != nil || !ok { // a journal that can't be read says nothing
		return read.Place{}, true
	}
	if in.Whole && in.Failed > 0 && !j.listed(f.Path) { // it is read to name them again
		return read.Place{}, true
	}
	if !in.Whole && in.Place.IsZero() {
		return read.Place{}, true
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.passed.articles += in.Articles
	j.passed.failed += in.Failed
	j.passed.inputs++
	if in.Whole {
		return read.Place{}, false
	}
	j.begun[f.Path] = in
	return in.Place, true
}

// leadsTo notes that the page of an address is an article of another one. What
// can't be noted costs another fetching, no more.
func (j *runJournal) leadsTo(ctx context.Context, address, article string) {
	if j.Journal != nil {
		_ = j.LeadsTo(ctx, address, article)
	}
}

// page is the article to which an address was found to lead, "" for none.
func (j *runJournal) page(ctx context.Context, address string) string {
	if j.Journal == nil {
		return ""
	}
	article, err := j.Page(ctx, address)
	if err != nil {
		return ""
	}
	return article
}

// readsOn reports whether a file is read from some place on, not from its
// beginning.
func (j *runJournal) readsOn(f *read.File) bool {
	if f == nil {
		return false
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	_, ok := j.begun[f.Path]
	return ok
}

// saw notes a document that is done as soon as the store has committed what it
// has been given; again is set for one that is to be tried again.
func (j *runJournal) saw(in *input, again bool) {
	if j.Journal == nil || in.doc.Reached.File == nil {
		return
	}
	r := in.doc.Reached
	f := j.files[r.File.Path]
	if f == nil || f.ended { // a file may be named twice
		f = &fileState{Input: journal.Input{File: *r.File}}
		j.mu.Lock()
		if begun, ok := j.begun[r.File.Path]; ok {
			f.Input = begun
		}
		j.mu.Unlock()
		j.files[r.File.Path] = f
	}
	j.at = f
	f.frozen, f.online, f.ended = f.frozen || again, f.online || in.online, r.Whole
	if f.online && f.ended { // what is done of it the store knows by article
		f.Input, f.frozen = journal.Input{File: f.File}, true
		j.unsaved++
		return
	}
	if f.frozen {
		return
	}
	f.Place, f.Whole = r.Place, r.Whole
	switch {
	case in.left, in.link() != nil:
	case in.err != nil:
		f.Failed++
	default:
		f.Articles++
		j.former, j.last = j.last, in.doc.Article
	}
	j.unsaved++
}

// given notes that the document seen last goes to the store.
func (j *runJournal) given() { j.pending++ }

// refused notes that the store can't keep the document seen last.
func (j *runJournal) refused() {
	if j.pending--; j.at == nil {
		return
	}
	j.last = j.former
	if !j.at.frozen {
		j.at.Articles--
		j.at.Failed++
	}
}

// committed notes that the store has all that it was given.
func (j *runJournal) committed(ctx context.Context) {
	j.pending = 0
	j.write(ctx)
}

// How many documents that the store has already are read, and for how long,
// before the journal is written.
const (
	unsavedDocuments = 2000
	unsavedTime      = 2 * time.Second
)

// idle writes the journal now and then while the store is given nothing.
func (j *runJournal) idle(ctx context.Context) {
	if j.pending == 0 && (j.unsaved >= unsavedDocuments || time.Since(j.saved) > unsavedTime) {
		j.write(ctx)
	}
}

// write writes the journal where the store has all that it was given. A journal
// that can't be written is given up: the import is worth more.
func (j *runJournal) write(ctx context.Context) {
	if j.Journal == nil || j.broken || j.pending > 0 || j.unsaved == 0 {
		return
	}
	var inputs []journal.Input
	for path, f := range j.files {
		if f.frozen && f.Place.IsZero() && !f.ended {
			continue
		}
		if inputs = append(inputs, f.Input); f != j.at || f.ended {
			delete(j.files, path)
		}
	}
	var one journal.Article
	if j.last.ID != "" {
		one = journal.Article{ID: j.last.ID, Edition: j.edition(&j.last)}
	}
	err := j.before()
	if err == nil {
		err = j.Commit(context.WithoutCancel(ctx), inputs, one)
	}
	if err != nil {
		j.broken = true
		fmt.Fprintf(j.err, "the journal is not kept any further: %s; a later import reads again what comes now\n", plain(err.Error()))
	}
	j.unsaved, j.saved = 0, time.Now()
}

// abandon forgets what the store was given and has not committed.
func (j *runJournal) abandon() {
	j.pending, j.unsaved, j.at = 0, 0, nil
	j.last, j.former = schema.Article{}, schema.Article{}
	clear(j.files)
}

func (j *runJournal) close() error {
	if j.Journal == nil {
		return nil
	}
	return j.Close()
}
