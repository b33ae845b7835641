package queue

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/entente-kg/entente/schema"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Item is an article on its way to a worker.
type Item struct {
	Article schema.Article
	Coding  *schema.Coding // of a coder's row; nil for an article
	From    string         // where it was read: the input's file, member and line
}

// envelope is what stands in a message.
type envelope struct {
	Format  string         `json:"format"`
	From    string         `json:"from,omitempty"`
	Article schema.Article `json:"article"`
	Coding  *schema.Coding `json:"coding,omitempty"`
}

// format names the version of the messages; a worker refuses any other.
const format = "entente/article/1"

// The headers of a message. Nats-Msg-Id, by which the server knows what was
// submitted twice, is the article's ID and a hash of the message.
const (
	headerArticle = "Entente-Article" // the article's ID
	headerObject  = "Entente-Object"  // where a large article lies
)

// errMessage is wrapped by errors of messages that no worker can read, and
// errGone is that of an article that is not in the object store.
var (
	errMessage = errors.New("read message")
	errGone    = fmt.Errorf("%w: its article is not in the object store", errMessage)
)

// errAway is wrapped by errors that are no fault of an article and pass.
var errAway = errors.New("a server is away")

// errRecord is wrapped by errors of what an article was read to say: it is the
// same each time.
var errRecord = errors.New("what it says can't be kept")

// textMax bounds the text of an article; read.Inputs has the same bound.
const textMax = 16 << 20

// encode gives an item the form of a message.
func encode(it Item) ([]byte, error) {
	return json.Marshal(envelope{Format: format, From: it.From, Article: it.Article, Coding: it.Coding})
}

// decode reads a message. Whoever may write to the server may have made it: it
// must be an article under its own ID.
func decode(data []byte) (Item, error) {
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return Item{}, fmt.Errorf("%w: not an article as entente submit writes it: %w", errMessage, err)
	}
	a := &e.Article
	switch {
	case e.Format != format:
		return Item{}, fmt.Errorf("%w: format %.40q, want %q; submit and worker must be of one version of entente", errMessage, e.Format, format)
	case a.Text == "":
		return Item{}, fmt.Errorf("%w: the article has no text", errMessage)
	case len(a.Text) > textMax:
		return Item{}, fmt.Errorf("%w: the article's text has %d bytes, at most %d are read", errMessage, len(a.Text), textMax)
	case a.SourceKind.Coded() != (e.Coding != nil) || e.Coding != nil && e.Coding.Kind != a.SourceKind:
		return Item{}, fmt.Errorf("%w: it is neither an article nor a coder's row", errMessage)
	case a.ID != idOf(a, e.Coding):
		return Item{}, fmt.Errorf("%w: %.80q is not the ID of the article in it", errMessage, a.ID)
	}
	return Item{Article: *a, Coding: e.Coding, From: e.From}, nil
}

// idOf is the ID that belongs to an article, or to a coder's row.
func idOf(a *schema.Article, row *schema.Coding) string {
	if row != nil {
		return schema.RowID(row.Kind, row.ID)
	}
	return schema.ArticleID(a.URL, a.Text)
}

// messageID is the same for what is the same: an article that has changed, or
// stands elsewhere, is another message.
func messageID(article string, data []byte) string {
	return article + "." + schema.Hash(string(data))
}

// body gives what a message carries, in itself or in the object store.
func (q *Queue) body(ctx context.Context, header nats.Header, data []byte) ([]byte, error) {
	name := header.Get(headerObject)
	if name == "" {
		return data, nil
	}
	ctx, cancel := context.WithTimeout(ctx, fetched)
	defer cancel()
	info, err := q.large.GetInfo(ctx, name)
	if err == nil && info.Size > 2*textMax { // JSON may double it
		return nil, fmt.Errorf("%w: its article has %d bytes, at most %d are read", errMessage, info.Size, 2*textMax)
	}
	if err == nil {
		data, err = q.large.GetBytes(ctx, name)
	}
	switch {
	case err == nil:
		return data, nil
	case errors.Is(err, jetstream.ErrObjectNotFound):
		return nil, errGone
	case errors.Is(err, jetstream.ErrDigestMismatch), errors.Is(err, jetstream.ErrInvalidStoreName), errors.Is(err, jetstream.ErrBadObjectMeta):
		return nil, fmt.Errorf("%w: its article in the object store is damaged: %w", errMessage, err)
	}
	return nil, fmt.Errorf("%w: read the article from the object store: %w", errAway, err)
}

// fetched is for how long the server may take to hand over a large article.
const fetched = time.Minute

// dropBody removes what a message has in the object store.
func (q *Queue) dropBody(ctx context.Context, header nats.Header) error {
	name := header.Get(headerObject)
	if name == "" {
		return nil
	}
	err := q.large.Delete(ctx, name)
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		err = nil
	}
	if err != nil {
		return err
	}
	// The object store keeps a note of each object that was deleted, for ever.
	objects, err := q.js.Stream(ctx, "OBJ_"+q.Name+"-large")
	if err != nil {
		return err
	}
	return objects.Purge(ctx, jetstream.WithPurgeSubject("$O."+q.Name+"-large.M."+base64.URLEncoding.EncodeToString([]byte(name))))
}

// countLarge is how many articles lie in the object store, each under a subject
// for its parts and one for its name.
func (q *Queue) countLarge(ctx context.Context) (int, error) {
	objects, err := q.js.Stream(ctx, "OBJ_"+q.Name+"-large")
	if err != nil {
		return 0, err
	}
	return int(objects.CachedInfo().State.NumSubjects+1) / 2, nil
}
