// Package graph keeps what nlp extracts: a record of articles, entities and
// claims that is only added to, and the events and direct edges that are
// computed from it. It knows no text.
//
// The way of the data: a Resolver makes a Record of an Extraction and a Store
// puts it; the blocks of claims that a Put touched are resolved into events,
// and the dyads that those events touch are summed up into edges. Import does
// all of it. docs/graph.md tells the model and its reasons.
package graph

import (
	"context"
	"errors"
	"iter"

	"github.com/entente-kg/entente/schema"
)

// ErrNotFound is returned when an entity, edge or article is not in the graph.
var ErrNotFound = errors.New("not in the graph")

// ErrUnavailable is wrapped by errors that come from the engine being out of
// reach: a server that is down or died, a file system that is gone. What was
// put before is kept.
var ErrUnavailable = errors.New("the store is out of reach")

// ErrBusy is wrapped by errors that come from others being at work in the
// engine for too long to wait. What was put before is kept; the same again may go
// through.
var ErrBusy = errors.New("others are at work in the store")

// ErrDecided is returned by Put when blocks were computed without a decision
// that has come in since: compute them again.
var ErrDecided = errors.New("a decision has come in meanwhile")

// Row is a claim ready to be stored.
type Row struct {
	schema.Claim
	// Block is the key of the block of claims that it is resolved with, with
	// its period: BlockKey.
	Block string
	// Day is the day by which it is compared with others of its block and its
	// neighbours, in days since 1970; 0 in a block without neighbours.
	Day int
	// Offices tells for whom parties act, as this article has it: entity ID of
	// an office holder or organ → ID of its state.
	Offices map[string]string
	// Within tells of which state parties are that are places or parts of a
	// population, as this article has it: entity ID → ID of the state. A claim
	// about a city and one about its state may tell of one event, but the
	// state is no party by it.
	Within map[string]string
	// Location is the entity that Place names, or "".
	Location string
}

// Record is one article's part of the record. Every entity ID in it, those of
// Offices included, is among Entities.
type Record struct {
	Article     schema.Article // its Text is not kept
	ContentHash string         // tells whether the article or its reader changed
	Order       string         // schema.Edition: of two versions of the article, the greater counts
	Wire        string         // near-duplicate signature, resolve.Wire; "" for a text too short
	Gist        string         // what the article as a whole is about, resolve.Gist
	Retracted   *Retraction    // nil where the article counts
	Decided     string         // Decisions.Key under which the blocks of Claims were computed
	Entities    []schema.Entity
	Mentions    []Mentions // one for each of Entities, in their order
	Claims      []Row
}

// Mentions sums up how an article refers to an entity. Count is 0 for an
// entity that is only implied, such as the state of a minister.
type Mentions struct {
	Entity   string
	Count    int
	Surfaces []string // sorted
	Salience float64  // 0 to 1: share of the article's mentions
}

// PutReport says what a Put did.
type PutReport struct {
	New, Changed, Unchanged int // articles
	Older                   int // versions of articles of which a later one is there, left alone
	Claims                  int // newly written or revived
	Superseded              int // claims that a changed article no longer makes
}

// Block is a set of claims that may tell of the same events: events are
// computed block by block. With a block's own claims come those of its
// Neighbours, for an event may have claims on both sides of the border; the
// events that are the block's own are those that Resolver.Events returns.
type Block struct {
	Key    string
	Mark   string // opaque: given back with the block's events
	Claims []ClaimIn
}

// ClaimIn is a claim with what resolving needs to know of its article.
type ClaimIn struct {
	Row
	Wire      string
	Gist      string
	Published schema.Date
	Source    string
}

// BlockEvents are the events that a block gives now; they replace its former
// ones. Mark is the block's: when the block has changed since it was read, the
// events are stale, and the store leaves them out and the block dirty. With
// Anyway it takes them as long as the block is dirty, and leaves it so: they are
// those of a moment ago, and there will be later ones.
type BlockEvents struct {
	Block  string
	Mark   string
	Anyway bool
	Events []Event
}

// Dyad is an edge to be summed up. It is summed up month by month: Ties are
// those of the months that an import touched, Parts the sums of the others, so
// that its cost does not grow with all that ever happened between the two.
type Dyad struct {
	Key, From, Relation, To string
	SourceKind              schema.SourceKind
	Symmetric               bool
	Mark                    string   // opaque: given back with the edge
	Months                  []string // to be summed anew: TieIn.Month
	Ties                    []TieIn  // of these months
	Parts                   []Part   // of all other months
}

// TieIn is a Tie with what summing up needs to know of its event.
type TieIn struct {
	Tie
	Event      string
	Date       schema.Date
	Published  schema.Date
	Goldstein  float64
	Confidence float64
	Contested  bool
}

// Part is the sum of a dyad's ties of one month.
type Part struct {
	Month string
	Edge  // Key, From, Relation, To and Symmetric are left empty
	Ends  []Ending
}

// DyadEdge puts Edge in the place of the dyad's former edge, or removes that
// where Edge is nil. Parts are the sums of Months; a month without a part has
// no ties any more. Ends are all endings of the dyad.
type DyadEdge struct {
	Key    string
	Mark   string
	Months []string
	Parts  []Part
	Ends   []Ending
	Edge   *Edge
}

// Counts are the sizes of a graph: what is current, not what is superseded.
type Counts struct {
	Articles, Sources, Entities, Claims, Events, Edges int
	EntitiesByKind                                     map[schema.Kind]int
	EventsByRelation                                   map[string]int
	EventsByMonth                                      map[string]int            // "2025-03"; events without a month left out
	EventsByKind                                       map[schema.SourceKind]int // of the kinds that there are
	ArticlesBySource                                   map[string]int            // of known sources
	First, Last                                        string                    // event dates, ISO
}

// Store is what an engine must do. Every write is one transaction, idempotent,
// and safe to repeat after any failure: what a crash leaves undone is marked
// dirty and is found by the next DirtyBlocks or DirtyDyads.
type Store interface {
	// Migrate creates constraints, indexes or tables, and brings a graph of a
	// former version up to date; it may be called again.
	Migrate(ctx context.Context) error
	// Rules names the rules by which the projection was last rebuilt, "" for
	// none; Rebuild does so: it computes the blocks of all current claims anew,
	// marks all of them dirty and notes the rules. It may be cut short and
	// repeated.
	Rules(ctx context.Context) (string, error)
	Rebuild(ctx context.Context, rules string, block Blocker) error
	// Distrust takes back all sums, so that what a Rebuild computes is written
	// even where it seems to be there; events keep when they were recorded.
	Distrust(ctx context.Context) error
	// Put writes records. An article whose ContentHash is unchanged is left
	// alone, and so is an older version (Edition.Beside); a newer one supersedes
	// its former claims. The blocks of claims written or superseded become
	// dirty, and their neighbours. A retracted article is left alone. Records whose Decided is not the store's are
	// refused with ErrDecided, all of them.
	Put(ctx context.Context, recs []Record) (PutReport, error)
	// Retract takes an article back: its claims are superseded. An article that
	// is not there is ErrNotFound; one that is retracted stays as it is. It
	// reports whether anything changed. Restore undoes it.
	Retract(ctx context.Context, r Retraction) (bool, error)
	Restore(ctx context.Context, article string) (bool, error)
	// Decide adds signed decisions, those that are there already left out, and
	// returns how many are new. Claims that they move get the block that the
	// function gives; all blocks that they concern become dirty.
	Decide(ctx context.Context, ds []Decision, block Blocker) (int, error)
	// DirtyBlocks returns up to limit blocks to be resolved, with all their
	// current claims: in an order of the store's, those after a block, "" for the
	// first ones.
	DirtyBlocks(ctx context.Context, after string, limit int) ([]Block, error)
	// ReplaceEvents puts the events of blocks in place of their former ones,
	// which stay as superseded versions where they are of a former day, marks
	// the blocks clean, and the months of dyads of events that came, went or
	// changed dirty. It returns the blocks whose events it has left out as stale.
	ReplaceEvents(ctx context.Context, blocks []BlockEvents) (stale []string, err error)
	// DirtyDyads returns up to limit dyads to be summed up, in an order of the
	// store's, those after a dyad, "" for the first ones.
	DirtyDyads(ctx context.Context, after string, limit int) ([]Dyad, error)
	// ReplaceEdges puts edges in the place of their former ones and marks the
	// dyads clean.
	ReplaceEdges(ctx context.Context, edges []DyadEdge) error

	Reader
	Close(ctx context.Context) error
}

// Reader is what the reading verbs need. Entities are as decisions have them:
// the ID of one that another stands for gives that other.
type Reader interface {
	// AsOf gives the graph as it was known at the end of a day (UTC), such as
	// "2025-03-12": what was recorded by then and not yet taken back. Edges are
	// summed up from the events of then, and entities are those that an article
	// of then mentions; decisions of entities (same, rename) are those of now.
	AsOf(day string) Reader
	// OfKinds gives the part of the graph that is of some source kinds: articles,
	// claims, events and edges; none stands for all. Of a part it gives what is of
	// these kinds too.
	OfKinds(kinds ...schema.SourceKind) Reader
	// Entity returns the entity with the ID, or ErrNotFound.
	Entity(ctx context.Context, id string) (schema.Entity, error)
	// Find returns entities whose ID, code, name or alias matches, best first.
	Find(ctx context.Context, name string, limit int) ([]schema.Entity, error)
	// EdgesOf returns the strongest edges at an entity, up to a limit (0 stands
	// for all), strongest first, and how many there are.
	EdgesOf(ctx context.Context, id string, limit int) (edges []Edge, all int, err error)
	// Near returns those edges of an entity that are wanted, strongest first,
	// with up to so many neighbours: the ones with the strongest edges to it.
	// Others counts the neighbours left out. Edges come without EventIDs, and
	// those of an entity to itself not at all. It reads what it returns, not
	// all that a hub has.
	Near(ctx context.Context, id string, w Which, neighbours int) (edges []Edge, others int, err error)
	// Edges returns the edges between two entities in the stored direction and,
	// for symmetric relations, either; an empty relation stands for any.
	Edges(ctx context.Context, from, relation, to string) ([]Edge, error)
	// Events returns the events behind an edge, latest first.
	Events(ctx context.Context, edgeKey string) ([]Event, error)
	// EventsOf returns the latest events with the entity as a party, planned
	// and denied ones included.
	EventsOf(ctx context.Context, id string, limit int) ([]Event, error)
	// Event returns the event with the ID, or ErrNotFound.
	Event(ctx context.Context, id string) (Event, error)
	// EventsBetween returns the latest events with both entities as parties;
	// a limit of 0 stands for all, in EventsOf too.
	EventsBetween(ctx context.Context, a, b string, limit int) ([]Event, error)
	// Endings returns which of the events behind an edge other events end, by
	// date.
	Endings(ctx context.Context, edgeKey string) ([]Ending, error)
	// MaybeSame returns pairs of events that may be one, the likeliest first.
	MaybeSame(ctx context.Context, limit int) ([]MaybeSame, error)
	// Decisions returns all decisions, undone ones and undos included, by ID.
	Decisions(ctx context.Context) ([]Decision, error)
	// Record returns an article's record with its current claims (none when it
	// is retracted), or ErrNotFound.
	Record(ctx context.Context, article string) (Record, error)
	// Claims returns the claims with the IDs, in the order asked; unknown IDs
	// are left out.
	Claims(ctx context.Context, ids []string) ([]ClaimIn, error)
	// Article returns an article without its text, or ErrNotFound.
	Article(ctx context.Context, id string) (schema.Article, error)
	// Editions returns which versions are kept of the articles with the IDs, by
	// ID; those that are not in the graph are left out.
	Editions(ctx context.Context, ids []string) (map[string]Edition, error)
	// Strongest returns, of the edges that are wanted, those with the most
	// independent reports.
	Strongest(ctx context.Context, w Which, limit int) ([]Edge, error)
	Counts(ctx context.Context) (Counts, error)
	// EdgesAtMost returns a number that the edges of any day and kind do not
	// exceed. It asks little of a graph of any size, unlike Counts.
	EdgesAtMost(ctx context.Context) (int, error)

	// The whole graph, each sorted by ID or key, for export and copy. Only
	// what is current: no superseded claims, no entities without an article
	// that counts. Retracted articles are there, without claims; AllRecords
	// gives them with the claims that they had, so that a copy can restore them.
	AllRecords(ctx context.Context) iter.Seq2[Record, error]
	AllArticles(ctx context.Context) iter.Seq2[Record, error] // records with Article, ContentHash, Order, Wire, Gist and Retracted alone
	AllEntities(ctx context.Context) iter.Seq2[schema.Entity, error]
	AllClaims(ctx context.Context) iter.Seq2[Row, error]
	AllEvents(ctx context.Context) iter.Seq2[Event, error]
	AllEdges(ctx context.Context) iter.Seq2[Edge, error]
}

// Blocker is Resolver.Block.
type Blocker func(c *ClaimIn, ds *Decisions) (block string, day int)

// Resolver turns extractions into records, blocks into events and dyads into
// edges, by pure functions; resolve.Resolver is the one.
type Resolver interface {
	// Record makes an article's record; the blocks of its claims are left to
	// Block.
	Record(x schema.Extraction) (Record, error)
	// Block gives the block that a claim belongs to, and its Row.Day.
	Block(c *ClaimIn, ds *Decisions) (block string, day int)
	// Events gives the events that are a block's own.
	Events(b Block, ds *Decisions) []Event
	// Edge sums up a dyad.
	Edge(d Dyad) DyadEdge
	// Rules names the rules of Block, Events and Edge: a graph that was made by
	// others is rebuilt.
	Rules() string
}
