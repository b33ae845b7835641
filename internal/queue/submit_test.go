package queue

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/internal/queue/embedded"
	"github.com/entente-kg/entente/schema"
	"github.com/nats-io/nats.go"
)

// A message may have arrived although its acknowledgement did not: it is sent
// again, the server calls it a duplicate, and what it has in the object store
// is that of the message on the queue.
func TestLostAcknowledgementKeepsLargeArticle(t *testing.T) {
	server, err := embedded.Start(embedded.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Stop()
	conn, err := nats.Connect(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	q, err := Open(t.Context(), conn, Options{})
	if err != nil {
		t.Fatal(err)
	}
	a := schema.Article{Text: strings.Repeat("France condemned Russia. ", 10_000)}
	a.ID = schema.ArticleID("", a.Text)
	s := q.Submitter(nil)
	if err := s.Add(t.Context(), Item{Article: a}); err != nil {
		t.Fatal(err)
	}
	<-s.pending[0].ack.Ok()
	s.pending[0].ack = nil // lost
	report, err := s.Close(t.Context())
	if want := (SubmitReport{Queued: 1, Large: 1}); err != nil || report != want {
		t.Errorf("got %+v, %v; want %+v", report, err, want)
	}
	if data, err := q.body(t.Context(), s.last(t), nil); err != nil || len(data) < largeFrom {
		t.Errorf("the article in the object store: got %d bytes, %v", len(data), err)
	}
	// The same article again is another message, whose own is dropped.
	if err := s.Add(t.Context(), Item{Article: a}); err != nil {
		t.Fatal(err)
	}
	s.pending[0].ack = nil
	report, err = s.Close(t.Context())
	if want := (SubmitReport{Queued: 1, Known: 1, Large: 1}); err != nil || report != want {
		t.Errorf("again: got %+v, %v; want %+v", report, err, want)
	}
	if n, err := q.countLarge(t.Context()); err != nil || n != 1 {
		t.Errorf("again: got %d articles in the object store, %v; want 1", n, err)
	}
}

// last is the header of the message that the server has last.
func (s *Submitter) last(t *testing.T) nats.Header {
	t.Helper()
	msg, err := s.q.work.GetLastMsgForSubject(t.Context(), s.q.Name+".articles")
	if err != nil {
		t.Fatal(err)
	}
	return msg.Header
}
