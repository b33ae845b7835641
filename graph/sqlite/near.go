package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// wanted is what a selection asks of the edge of a dyad y, with its arguments. A date cut
// to its month or year is compared at its own length, and so means its last day.
func (s *Store) wanted(w *graph.Which) (where string, args []any) {
	var and strings.Builder
	add := func(condition string, values ...any) {
		and.WriteString(" AND " + condition)
		args = append(args, values...)
	}
	if len(w.Relations) > 0 {
		add("y.relation IN (SELECT value FROM json_each(?))", toJSON(w.Relations))
	}
	if w.From != "" {
		add("y.last <> '' AND y.last >= substr(?, 1, length(y.last))", w.From)
	}
	if w.To != "" {
		add("y.first <> '' AND y.first <= ?", w.To)
	}
	if w.Independent > 0 {
		add("y.independent >= ?", w.Independent)
	}
	if w.Confidence > 0 {
		add("y.confidence >= ?", w.Confidence)
	}
	switch w.Stance {
	case graph.Denying:
		add("(y.contested OR y.denied > 0)")
	case graph.Undenying:
		add("NOT (y.contested OR y.denied > 0)")
	}
	if w.Source != "" {
		add("EXISTS ("+s.toldBy()+")", w.Source)
	}
	return and.String(), args
}

// toldBy selects something where an article of a source tells of an event
// behind a dyad y.
func (s *Store) toldBy() string {
	return "SELECT 1 FROM ties st JOIN events sv ON sv.version = st.version, json_each(sv.articles) sj JOIN articles sa ON sa.id = sj.value WHERE st.dyad = y.n AND NOT st.ends AND " +
		s.valid("sv") + " AND sa.source = ?"
}

// Near returns the wanted edges of an entity with its nearest neighbours. Who
// these are an index tells, as long as nothing else is asked of the edges.
func (s *Store) Near(ctx context.Context, id string, w graph.Which, neighbours int) ([]graph.Edge, int, error) {
	id, err := s.canonical(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if s.until != "" {
		edges, err := s.wantedThen(ctx, &w, at("?1"), id)
		if err != nil {
			return nil, 0, err
		}
		near, others := graph.Nearest(id, edges, neighbours)
		return near, others, nil
	}
	var n int64
	if err := s.db.QueryRowContext(ctx, "SELECT n FROM entities WHERE id = ?", id).Scan(&n); errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	} else if err != nil {
		return nil, 0, s.wrap("read", err)
	}
	where, args := s.wanted(&w)
	near, others, err := s.nearest(ctx, n, where, args, neighbours)
	if err != nil || len(near) == 0 {
		return nil, others, err
	}
	query := strings.Replace(s.selectEdges(), "event_ids", "'[]'", 1) +
		" AND (y.source = ? AND y.target IN (SELECT value FROM json_each(?)) OR y.target = ? AND y.source IN (SELECT value FROM json_each(?)))" + where + strongestFirst
	edges, err := collect(ctx, s, query, append([]any{n, anyJSON(near), n, anyJSON(near)}, args...), scanEdge)
	return edges, others, err
}

// nearest gives the numbers of the neighbours with the best attested edges, and
// how many others there are.
func (s *Store) nearest(ctx context.Context, n int64, where string, args []any, most int) (near []int64, others int, err error) {
	const reports = 1 << 32 // more than an edge ever has
	half := func(here, there string) string {
		return "SELECT y." + there + " AS other, y.independent * " + strconv.Itoa(reports) + " + y.reports AS strength FROM dyads y WHERE y.events > 0 AND " + s.ofKind("y") + " AND y." + here + " = ? AND y." + there + " <> ?" + where
	}
	all := "SELECT other, max(strength) AS strength, count(*) OVER () AS n FROM (" + half("source", "target") + " UNION ALL " + half("target", "source") + ") GROUP BY other"
	query := "SELECT a.other, a.n FROM (" + all + ") a JOIN entities x ON x.n = a.other ORDER BY a.strength DESC, x.id LIMIT ?"
	mine := append([]any{n, n}, args...)
	found := 0
	err = s.each(ctx, query, append(slices.Concat(mine, mine), max(most, 1)), func(scan func(...any) error) error {
		var other int64
		err := scan(&other, &found)
		if len(near) < most {
			near = append(near, other)
		}
		return err
	})
	return near, found - len(near), s.wrap("read", err)
}

// Strongest returns the wanted edges with the most independent reports.
func (s *Store) Strongest(ctx context.Context, w graph.Which, limit int) ([]graph.Edge, error) {
	if s.until != "" {
		all, err := s.wantedThen(ctx, &w, "true")
		return all[:min(limit, len(all))], err
	}
	where, args := s.wanted(&w)
	return collect(ctx, s, s.selectEdges()+where+strongestFirst+" LIMIT ?", append(args, limit), scanEdge)
}

// wantedThen gives the wanted edges of a former day, strongest first.
func (s *Store) wantedThen(ctx context.Context, w *graph.Which, where string, args ...any) ([]graph.Edge, error) {
	edges, err := s.edgesThen(ctx, where, args...)
	edges = slices.DeleteFunc(edges, func(e graph.Edge) bool { return !w.Wants(&e) })
	if err != nil || w.Source == "" {
		return edges, err
	}
	told := map[string]bool{}
	query := "SELECT y.dyad FROM dyads y WHERE (" + where + ") AND EXISTS (" + s.toldBy() + ")"
	err = s.each(ctx, query, append(slices.Clone(args), w.Source), func(scan func(...any) error) error {
		var dyad string
		err := scan(&dyad)
		told[dyad] = true
		return err
	})
	return slices.DeleteFunc(edges, func(e graph.Edge) bool { return !told[e.Key] }), s.wrap("read", err)
}
