package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// each runs a query and gives f the means to scan each row.
func (s *Store) each(ctx context.Context, query string, args []any, f func(scan func(...any) error) error) error {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// collectTx does the same within a transaction.
func collectTx[T any](ctx context.Context, tx *sql.Tx, query string, args []any, scan func(func(...any) error) (T, error)) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

func collect[T any](ctx context.Context, s *Store, query string, args []any, scan func(func(...any) error) (T, error)) ([]T, error) {
	var list []T
	err := s.each(ctx, query, args, func(sc func(...any) error) error {
		v, err := scan(sc)
		list = append(list, v)
		return err
	})
	return list, s.wrap("read", err)
}

func prefixed(table, columns string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

// valid restricts versions of claims and events to those of the view. The time
// stands in the statement as it is: it is made by graph.EndOfDay.
func (s *Store) valid(table string) string {
	if s.until == "" {
		return table + ".superseded_at IS NULL AND " + s.ofKind(table)
	}
	return fmt.Sprintf("%[1]s.recorded_at <= '%[2]s' AND (%[1]s.superseded_at IS NULL OR %[1]s.superseded_at > '%[2]s') AND %[3]s", table, s.until, s.ofKind(table))
}

// counts restricts articles to those that count in the view.
func (s *Store) counts(table string) string {
	if s.until == "" {
		return table + ".retracted_stamp = '' AND " + s.ofKind(table)
	}
	return fmt.Sprintf("%[1]s.recorded_at <= '%[2]s' AND (%[1]s.retracted_stamp = '' OR %[1]s.retracted_stamp > '%[2]s') AND %[3]s", table, s.until, s.ofKind(table))
}

// there restricts articles to those that are in the view, retracted ones
// included.
func (s *Store) there(table string) string {
	if s.until == "" {
		return s.ofKind(table)
	}
	return fmt.Sprintf("%s.recorded_at <= '%s' AND %s", table, s.until, s.ofKind(table))
}

// ofEntity selects what mentions an entity e or one that it stands for.
const ofEntity = "(m.entity = e.n OR m.entity IN (SELECT x.n FROM entities x WHERE x.same_as = e.id AND x.same_as <> ''))"

// mentioned restricts entities to those that an article mentions or implies.
func (s *Store) mentioned() string {
	return "e.same_as = '' AND (EXISTS (SELECT 1 FROM mentions m JOIN articles a ON a.n = m.article WHERE m.entity = e.n AND " + s.counts("a") + `)
		OR EXISTS (SELECT 1 FROM entities x JOIN mentions m ON m.entity = x.n JOIN articles a ON a.n = m.article
			WHERE x.same_as = e.id AND x.same_as <> '' AND ` + s.counts("a") + "))"
}

// decided are the columns that say what decisions made of an entity.
const decided = "e.renamed, EXISTS (SELECT 1 FROM entities x WHERE x.same_as = e.id AND x.same_as <> '')"

// entityRow is an entity with what decisions made of it.
type entityRow struct {
	schema.Entity
	renamed string
	merged  bool // it stands for others
}

var selectEntity = "SELECT " + prefixed("e", entityColumns) + ", " + decided + " FROM entities e WHERE "

func scanEntityRow(scan func(...any) error) (entityRow, error) {
	var r entityRow
	e, err := scanEntity(scan, &r.renamed, &r.merged)
	r.Entity = e
	return r, err
}

// decide applies decisions to an entity as it was read.
func (s *Store) decide(ctx context.Context, r entityRow) (schema.Entity, error) {
	if !r.merged {
		return graph.Decided(r.Entity, nil, r.renamed), nil
	}
	merged, err := collect(ctx, s, selectEntity+"e.same_as = ? ORDER BY e.id", []any{r.ID}, scanEntityRow)
	var others []schema.Entity
	for _, m := range merged {
		others = append(others, m.Entity)
	}
	return graph.Decided(r.Entity, others, r.renamed), err
}

// canonical is the ID of the entity that stands for one.
func (s *Store) canonical(ctx context.Context, id string) (string, error) {
	var same string
	err := s.db.QueryRowContext(ctx, "SELECT same_as FROM entities WHERE id = ? AND same_as <> ''", id).Scan(&same)
	if errors.Is(err, sql.ErrNoRows) {
		return id, nil
	}
	return same, s.wrap("read", err)
}

// Entity returns the entity with the ID, or the one that stands for it.
func (s *Store) Entity(ctx context.Context, id string) (schema.Entity, error) {
	to, err := s.canonical(ctx, id)
	if err != nil {
		return schema.Entity{}, err
	}
	r, err := scanEntityRow(s.db.QueryRowContext(ctx, selectEntity+"e.id = ? AND "+s.mentioned(), to).Scan)
	if err != nil {
		return schema.Entity{}, s.found(err, id)
	}
	return s.decide(ctx, r)
}

func (s *Store) found(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%s is %w", what, graph.ErrNotFound)
	}
	return s.wrap("read", err)
}

// findCandidates bounds what Find ranks.
const findCandidates = 500

// Find looks the name up whole, as a beginning, and as words within a name.
func (s *Store) Find(ctx context.Context, name string, limit int) ([]schema.Entity, error) {
	want := schema.Normal(name)
	query := `WITH hits(id) AS (SELECT ?1 UNION SELECT entity FROM names WHERE normal = ?2
			UNION SELECT * FROM (SELECT entity FROM names WHERE normal > ?2 AND normal < ?2 || char(0x10ffff) AND ?2 <> '' LIMIT ?3)
			UNION SELECT * FROM (SELECT entity FROM names WHERE instr(normal, '-' || ?2) > 0 AND ?2 <> '' LIMIT ?3)
			UNION SELECT * FROM (SELECT id FROM entities WHERE renamed <> '')),
		heads(id) AS (SELECT DISTINCT CASE h.same_as WHEN '' THEN h.id ELSE h.same_as END FROM hits JOIN entities h ON h.id = hits.id)
		SELECT ` + prefixed("e", entityColumns) + ", " + decided + ", (SELECT count(*) FROM (SELECT DISTINCT m.article FROM mentions m JOIN articles a ON a.n = m.article WHERE " +
		ofEntity + " AND " + s.counts("a") + " LIMIT ?4)) FROM heads JOIN entities e ON e.id = heads.id"
	type candidate struct {
		entityRow
		articles int
	}
	list, err := collect(ctx, s, query, []any{name, want, findCandidates, graph.ManyArticles}, func(scan func(...any) error) (candidate, error) {
		var c candidate
		e, err := scanEntity(scan, &c.renamed, &c.merged, &c.articles)
		c.Entity = e
		return c, err
	})
	if err != nil {
		return nil, err
	}
	asked, err := s.canonical(ctx, name)
	if err != nil {
		return nil, err
	}
	var found []graph.Found
	for _, c := range list {
		if c.articles == 0 {
			continue
		}
		e, err := s.decide(ctx, c.entityRow)
		if err != nil {
			return nil, err
		}
		found = append(found, graph.Found{Entity: e, Articles: c.articles})
	}
	if asked != name { // an ID that another stands for
		name = asked
	}
	return graph.Rank(name, found, limit), nil
}

const strongestFirst = " ORDER BY y.independent DESC, y.reports DESC, y.dyad"

// at restricts dyads to those with an end that a parameter names.
func at(param string) string {
	n := "(SELECT n FROM entities WHERE id = " + param + ")"
	return "(y.source = " + n + " OR y.target = " + n + ")"
}

// EdgesOf returns the strongest edges at an entity. How strong the weakest of
// them is an index tells, without a look at all rows of a hub.
func (s *Store) EdgesOf(ctx context.Context, id string, limit int) ([]graph.Edge, int, error) {
	id, err := s.canonical(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if s.until != "" {
		edges, err := s.edgesThen(ctx, at("?1"), id)
		all := len(edges)
		if limit > 0 {
			edges = edges[:min(limit, all)]
		}
		return edges, all, err
	}
	if limit <= 0 {
		edges, err := collect(ctx, s, s.selectEdges()+" AND "+at("?1")+strongestFirst, []any{id}, scanEdge)
		return edges, len(edges), err
	}
	// Of an entity's edges, from each of its two ends: an index has these columns.
	end := "SELECT y.n, y.independent, y.reports FROM dyads y WHERE y.events > 0 AND " + s.ofKind("y") + " AND "
	const self = "(SELECT n FROM entities WHERE id = ?1)"
	ends := end + "y.source = " + self + " UNION ALL " + end + "y.target = " + self + " AND y.source <> " + self
	var all, independent, reports int
	err = s.each(ctx, "SELECT count(*) OVER (), independent, reports FROM ("+ends+") ORDER BY independent DESC, reports DESC LIMIT ?2", []any{id, limit},
		func(scan func(...any) error) error { return scan(&all, &independent, &reports) })
	if err != nil || all == 0 {
		return nil, 0, s.wrap("read", err)
	}
	query := s.selectEdges() + " AND y.n IN (SELECT n FROM (" + ends + ") WHERE (independent, reports) >= (?2, ?3))" + strongestFirst + " LIMIT ?4"
	edges, err := collect(ctx, s, query, []any{id, independent, reports, limit}, scanEdge)
	return edges, all, err
}

// Edges returns the edges between two entities.
func (s *Store) Edges(ctx context.Context, from, relation, to string) ([]graph.Edge, error) {
	from, err := s.canonical(ctx, from)
	if err != nil {
		return nil, err
	}
	if to, err = s.canonical(ctx, to); err != nil {
		return nil, err
	}
	const a, b = "(SELECT n FROM entities WHERE id = ?1)", "(SELECT n FROM entities WHERE id = ?3)"
	const between = "((y.source = " + a + " AND y.target = " + b + ") OR (y.symmetric AND y.source = " + b + " AND y.target = " + a + ")) AND (?2 = '' OR y.relation = ?2)"
	if s.until != "" {
		return s.edgesThen(ctx, between, from, relation, to)
	}
	return collect(ctx, s, s.selectEdges()+" AND "+between+strongestFirst, []any{from, relation, to}, scanEdge)
}

// edgesThen sums edges up from the events of the view, strongest first.
func (s *Store) edgesThen(ctx context.Context, where string, args ...any) ([]graph.Edge, error) {
	ties, err := collect(ctx, s, selectTies+" WHERE ("+where+") AND "+s.valid("e"), args, scanTie)
	return graph.SumEdges(ties), err
}

// Endings returns what other events end of those behind an edge.
func (s *Store) Endings(ctx context.Context, edgeKey string) ([]graph.Ending, error) {
	if s.until != "" {
		ties, err := collect(ctx, s, selectTies+" WHERE y.hash = ? AND y.dyad = ? AND "+s.valid("e"), []any{hashOf(edgeKey), edgeKey}, scanTie)
		return graph.SumEdge(graph.Dyad{Key: edgeKey, Ties: ties}).Ends, err
	}
	var list []graph.Ending
	err := s.db.QueryRowContext(ctx, "SELECT ends FROM dyads WHERE hash = ? AND dyad = ?", hashOf(edgeKey), edgeKey).Scan(ends{&list})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return list, s.wrap("read", err)
}

const (
	when          = "CASE e.date WHEN '' THEN e.published ELSE e.date END" // as an index has it
	latestFirst   = " ORDER BY " + when + " DESC, e.id"
	eventsVersion = ", e.superseded_at, e.version FROM events e WHERE "
)

var selectEvents = "SELECT " + prefixed("e", eventColumns) + eventsVersion

// Events returns the events behind an edge.
func (s *Store) Events(ctx context.Context, edgeKey string) ([]graph.Event, error) {
	return s.events(ctx, selectEvents+"e.version IN (SELECT version FROM ties WHERE dyad = (SELECT n FROM dyads WHERE hash = ? AND dyad = ?) AND NOT ends) AND "+s.valid("e")+latestFirst, hashOf(edgeKey), edgeKey)
}

// Event returns the event with the ID.
func (s *Store) Event(ctx context.Context, id string) (graph.Event, error) {
	list, err := s.events(ctx, selectEvents+"e.hash = ? AND e.id = ? AND "+s.valid("e"), hashOf(id), id)
	if err == nil && len(list) == 0 {
		return graph.Event{}, fmt.Errorf("%s is %w", id, graph.ErrNotFound)
	}
	if err != nil {
		return graph.Event{}, err
	}
	return list[0], nil
}

// EventsOf returns the latest events with the entity as a party.
func (s *Store) EventsOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	return s.eventsWith(ctx, limit, id)
}

// EventsBetween returns the latest events with both entities as parties.
func (s *Store) EventsBetween(ctx context.Context, a, b string, limit int) ([]graph.Event, error) {
	return s.eventsWith(ctx, limit, a, b)
}

func (s *Store) eventsWith(ctx context.Context, limit int, ids ...string) ([]graph.Event, error) {
	var where strings.Builder
	var args []any
	for _, id := range ids {
		to, err := s.canonical(ctx, id)
		if err != nil {
			return nil, err
		}
		where.WriteString("e.version IN (SELECT version FROM parties WHERE entity = (SELECT n FROM entities WHERE id = ?)) AND ")
		args = append(args, to)
	}
	if limit <= 0 {
		limit = -1
	} else if len(ids) == 1 && s.until == "" {
		if many, err := s.busy(ctx, args[0].(string)); err != nil {
			return nil, err
		} else if many {
			return s.latestOf(ctx, args[0].(string), limit)
		}
	}
	return s.events(ctx, selectEvents+where.String()+s.valid("e")+latestFirst+" LIMIT ?", append(args, limit)...)
}

// busyWith is how many events make an entity one whose latest events are found
// sooner by a walk over the latest of all.
const busyWith = 2000

// busy reports whether an entity is party to that many.
func (s *Store) busy(ctx context.Context, id string) (many bool, err error) {
	const query = "SELECT count(*) = ?2 FROM (SELECT 1 FROM parties WHERE entity = (SELECT n FROM entities WHERE id = ?1) LIMIT ?2)"
	err = s.db.QueryRowContext(ctx, query, id, busyWith).Scan(&many)
	return many, s.wrap("read", err)
}

// latestOf gives the latest events of a busy entity.
func (s *Store) latestOf(ctx context.Context, id string, limit int) ([]graph.Event, error) {
	const has = " AND EXISTS (SELECT 1 FROM parties p WHERE p.entity = (SELECT n FROM entities WHERE id = ?) AND p.version = e.version)"
	query := strings.Replace(selectEvents, "FROM events e", "FROM events e INDEXED BY events_latest", 1) + s.valid("e") + has + latestFirst + " LIMIT ?"
	return s.events(ctx, query, id, limit)
}

func (s *Store) events(ctx context.Context, query string, args ...any) ([]graph.Event, error) {
	rows, err := collect(ctx, s, query, args, scanEvent)
	if err != nil {
		return nil, err
	}
	if err := s.addTies(ctx, rows); err != nil {
		return nil, err
	}
	events := make([]graph.Event, 0, len(rows))
	for i := range rows {
		events = append(events, rows[i].Event)
	}
	return events, nil
}

// tiesAtOnce is how many events one query asks for their ties.
const tiesAtOnce = 500

// addTies gives events their ties.
func (s *Store) addTies(ctx context.Context, events []versioned) error {
	const query = "SELECT t.version, y.dyad, t.via, y.symmetric, t.reports, t.independent, t.denied, t.ends FROM json_each(?) v CROSS JOIN ties t ON t.version = v.value JOIN dyads y ON y.n = t.dyad ORDER BY t.version, y.dyad, t.ends"
	type tieOf struct {
		graph.Tie
		version int64
	}
	for part := range slices.Chunk(events, tiesAtOnce) {
		at, versions := make(map[int64]*versioned, len(part)), make([]int64, len(part))
		for i := range part {
			versions[i] = part[i].version
			at[part[i].version] = &part[i]
		}
		ties, err := collect(ctx, s, query, []any{anyJSON(versions)}, func(scan func(...any) error) (tieOf, error) {
			var t tieOf
			var d graph.Dyad
			err := scan(&t.version, &d.Key, &t.Via, &t.Symmetric, &t.Reports, &t.Independent, &t.Denied, &t.Ends)
			if err == nil {
				err = d.ParseKey()
			}
			t.From, t.Relation, t.To, t.SourceKind = d.From, d.Relation, d.To, d.SourceKind
			return t, err
		})
		if err != nil {
			return err
		}
		for _, t := range ties {
			at[t.version].Ties = append(at[t.version].Ties, t.Tie)
		}
	}
	return nil
}

// MaybeSame returns pairs of events that may be one, the likeliest first.
func (s *Store) MaybeSame(ctx context.Context, limit int) ([]graph.MaybeSame, error) {
	type row struct {
		id     string
		others []string
		scores []float64
	}
	query := "SELECT e.id, e.maybe_same, e.likeness FROM events e WHERE e.likest > 0 AND " + s.valid("e") + " ORDER BY e.likest DESC, e.id"
	rows, err := collect(ctx, s, query, nil, func(scan func(...any) error) (row, error) {
		var r row
		err := scan(&r.id, list{&r.others}, numbers{&r.scores})
		return r, err
	})
	var pairs []graph.MaybeSame
	for _, r := range rows {
		pairs = append(pairs, graph.Pairs(r.id, r.others, r.scores)...)
	}
	return graph.Likeliest(pairs, limit), err
}

// Claims returns claims by ID; in a view of a former day, only those of then.
func (s *Store) Claims(ctx context.Context, ids []string) ([]graph.ClaimIn, error) {
	query := selectClaims + " JOIN json_each(?) hashes ON hashes.value = c.hash"
	if s.until != "" {
		query += " WHERE " + s.valid("c")
	} else {
		query += " WHERE " + s.ofKind("c")
	}
	found, err := collect(ctx, s, query, []any{hashes(ids)}, scanClaimIn)
	byID := make(map[string]*graph.ClaimIn, len(found))
	for i := range found {
		byID[found[i].ID] = &found[i]
	}
	list := make([]graph.ClaimIn, 0, len(found))
	for _, id := range ids {
		if c := byID[id]; c != nil {
			list = append(list, *c)
		}
	}
	return list, err
}

// Article returns an article without its text.
func (s *Store) Article(ctx context.Context, id string) (schema.Article, error) {
	a, err := scanArticle(s.db.QueryRowContext(ctx, "SELECT "+articleColumns+" FROM articles a WHERE id = ? AND "+s.there("a"), id).Scan)
	return a, s.found(err, id)
}

// Record returns an article's record.
func (s *Store) Record(ctx context.Context, article string) (graph.Record, error) {
	r, err := scanRecord(s.db.QueryRowContext(ctx, selectRecord+"a.id = ? AND "+s.there("a"), article).Scan)
	if err != nil {
		return r, s.found(err, article)
	}
	return r, s.fill(ctx, &r, s.valid("c"))
}

// Editions returns the versions of those articles that are there.
func (s *Store) Editions(ctx context.Context, ids []string) (map[string]graph.Edition, error) {
	kept := make(map[string]graph.Edition, len(ids))
	const query = "SELECT id, content_hash, edition FROM articles WHERE id IN (SELECT value FROM json_each(?))"
	err := s.each(ctx, query, []any{toJSON(ids)}, func(scan func(...any) error) error {
		var id string
		var e graph.Edition
		err := scan(&id, &e.ContentHash, &e.Order)
		kept[id] = e
		return err
	})
	return kept, s.wrap("read", err)
}

// EdgesAtMost counts the dyads.
func (s *Store) EdgesAtMost(ctx context.Context) (int, error) {
	var n int
	err := s.db.QueryRowContext(ctx, "SELECT count(*) FROM dyads").Scan(&n)
	return n, s.wrap("read", err)
}

// Counts returns the sizes of the graph.
func (s *Store) Counts(ctx context.Context) (graph.Counts, error) {
	c := graph.Counts{EntitiesByKind: map[schema.Kind]int{}, EventsByRelation: map[string]int{}, EventsByMonth: map[string]int{}, ArticlesBySource: map[string]int{}, EventsByKind: map[schema.SourceKind]int{}}
	sizes := "SELECT (SELECT count(*) FROM claims c WHERE " + s.valid("c") + "), (SELECT count(*) FROM dyads y WHERE y.events > 0 AND " + s.ofKind("y") + ")"
	if err := s.db.QueryRowContext(ctx, sizes).Scan(&c.Claims, &c.Edges); err != nil {
		return c, s.wrap("read", err)
	}
	err := s.each(ctx, "SELECT source, count(*) FROM articles a WHERE "+s.counts("a")+" GROUP BY source", nil, func(scan func(...any) error) error {
		var source string
		var n int
		err := scan(&source, &n)
		c.Articles += n
		if source != "" {
			c.ArticlesBySource[source] = n
		}
		return err
	})
	if err != nil {
		return c, s.wrap("read", err)
	}
	c.Sources = len(c.ArticlesBySource)
	if s.until != "" {
		all, err := s.edgesThen(ctx, "true")
		if err != nil {
			return c, err
		}
		c.Edges = len(all)
	}
	err = s.each(ctx, "SELECT kind, count(*) FROM entities e WHERE "+s.mentioned()+" GROUP BY kind", nil, func(scan func(...any) error) error {
		var kind schema.Kind
		var n int
		err := scan(&kind, &n)
		c.EntitiesByKind[kind] += n
		c.Entities += n
		return err
	})
	if err != nil {
		return c, s.wrap("read", err)
	}
	query := "SELECT relation, date, events FROM counted WHERE events > 0"
	if s.until != "" || len(s.kinds) > 0 {
		query = "SELECT relation, date, count(*) FROM events e WHERE " + s.valid("e") + " GROUP BY relation, date"
	}
	err = s.each(ctx, query, nil, func(scan func(...any) error) error {
		var relation, date string
		var n int
		err := scan(&relation, &date, &n)
		c.AddEvents(relation, date[:min(len(date), len("2025-03"))], n, date, date)
		return err
	})
	if err != nil {
		return c, s.wrap("read", err)
	}
	return c, s.countKinds(ctx, &c)
}

// countKinds counts events by their source kind: those of coders, and the rest.
func (s *Store) countKinds(ctx context.Context, c *graph.Counts) error {
	texts := c.Events
	query := "SELECT source_kind, count(*) FROM events e WHERE source_kind <> 'text' AND " + s.valid("e") + " GROUP BY source_kind" // an index has them
	err := s.each(ctx, query, nil, func(scan func(...any) error) error {
		var k schema.SourceKind
		var n int
		err := scan(kind{&k}, &n)
		c.EventsByKind[k] = n
		texts -= n
		return err
	})
	if texts > 0 {
		c.EventsByKind[schema.FromText] = texts
	}
	return s.wrap("read", err)
}
