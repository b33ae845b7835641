package graph

import "context"

// Writer puts records for a program that gets them bit by bit and without end,
// such as a worker of a queue. Any number of Writers, in any number of
// processes, may write into one store: each batch is one transaction, and a
// block of claims or a dyad that another has touched while its events or edge
// were computed is left dirty for the next Project. So the graph in the end is
// that of one Writer.
type Writer struct{ im importer }

// NewWriter sees to it that what is in the store was made by the resolver's
// rules.
func NewWriter(ctx context.Context, s Store, r Resolver) (*Writer, error) {
	w := &Writer{importer{store: s, resolver: r}}
	return w, w.im.start(ctx)
}

// Put writes records, whose claims need no blocks yet, in one transaction. When
// it returns without an error they are kept; their events and edges are those of
// the next Project.
func (w *Writer) Put(ctx context.Context, recs []Record) (PutReport, error) {
	w.im.report = ImportReport{}
	w.im.batch = append(w.im.batch[:0], recs...)
	for i := range w.im.batch {
		w.im.place(&w.im.batch[i])
	}
	err := w.im.flush(ctx)
	return w.im.report.PutReport, err
}

// Project resolves dirty blocks and sums up dirty dyads, whoever has written
// what they are made of, until none is left or enough, asked after each
// transaction, says so: then the rest stays for the next Project. It reports
// what it has done.
func (w *Writer) Project(ctx context.Context, enough func() bool) (ImportReport, error) {
	w.im.report, w.im.opt.Enough = ImportReport{}, enough
	err := w.im.project(ctx)
	return w.im.report, err
}
