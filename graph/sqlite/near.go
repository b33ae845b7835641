package sqlite

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// wanted is what a selection asks of an edge e, with its arguments. A date cut
// to its month or year is compared at its own length, and so means its last day.
func (s *Store) wanted(w *graph.Which) (where string, args []any) {
	var and strings.Builder
	add := func(condition string, values ...any) {
		and.WriteString(" AND " + condition)
		args = append(args, values...)
	}
	if len(w.Relations) > 0 {
		add("e.relation IN (SELECT value FROM json_each(?))", toJSON(w.Relations))
	}
	if w.From != "" {
		add("e.last <> '' AND e.last >= substr(?, 1, length(e.last))", w.From)
	}
	if w.To != "" {
		add("e.first <> '' AND e.first <= ?", w.To)
	}
	if w.Independent > 0 {
		add("e.independent >= ?", w.Independent)
	}
	if w.Confidence > 0 {
		add("e.confidence >= ?", w.Confidence)
	}
	switch w.Stance {
	case graph.Denying:
		add("(e.contested OR e.denied > 0)")
	case graph.Undenying:
		add("NOT (e.contested OR e.denied > 0)")
	}
	if w.Source != "" {
		add("EXISTS ("+s.toldBy("e.dyad")+")", w.Source)
	}
	return and.String(), args
}

// toldBy selects something where an article of a source tells of an event
// behind a dyad.
func (s *Store) toldBy(dyad string) string {
	return "SELECT 1 FROM ties st JOIN events sv ON sv.version = st.version, json_each(sv.articles) sj JOIN articles sa ON sa.id = sj.value WHERE st.dyad = " +
		dyad + " AND NOT st.ends AND " + s.valid("sv") + " AND sa.source = ?"
}

// Near returns the wanted edges of an entity with its nearest neighbours. Who
// these are an index tells, as long as nothing else is asked of the edges.
func (s *Store) Near(ctx context.Context, id string, w graph.Which, neighbours int) ([]graph.Edge, int, error) {
	id, err := s.canonical(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	if s.until != "" {
		edges, err := s.wantedThen(ctx, &w, "y.source = ? OR y.target = ?", id, id)
		if err != nil {
			return nil, 0, err
		}
		near, others := graph.Nearest(id, edges, neighbours)
		return near, others, nil
	}
	where, args := s.wanted(&w)
	near, others, err := s.nearest(ctx, id, where, args, neighbours)
	if err != nil || len(near) == 0 {
		return nil, others, err
	}
	ids := toJSON(near)
	query := "SELECT " + strings.Replace(prefixed("e", edgeColumns), "e.event_ids", "'[]'", 1) + ` FROM edges e WHERE
		(e.source = ? AND e.target IN (SELECT value FROM json_each(?)) OR e.target = ? AND e.source IN (SELECT value FROM json_each(?)))` + where + strongestFirst
	edges, err := collect(ctx, s, query, append([]any{id, ids, id, ids}, args...), scanEdge)
	return edges, others, err
}

// nearest gives the neighbours with the best attested edges, and how many others
// there are.
func (s *Store) nearest(ctx context.Context, id, where string, args []any, most int) (near []string, others int, err error) {
	const reports = 1 << 32 // more than an edge ever has
	half := func(here, there string) string {
		return "SELECT e." + there + " AS other, e.independent * " + strconv.Itoa(reports) + " + e.reports AS strength FROM edges e WHERE e." + here + " = ? AND e." + there + " <> ?" + where
	}
	query := "SELECT other, count(*) OVER () FROM (" + half("source", "target") + " UNION ALL " + half("target", "source") + ") GROUP BY other ORDER BY max(strength) DESC, other LIMIT ?"
	mine := append([]any{id, id}, args...)
	all := 0
	err = s.each(ctx, query, append(slices.Concat(mine, mine), max(most, 1)), func(scan func(...any) error) error {
		var other string
		err := scan(&other, &all)
		if len(near) < most {
			near = append(near, other)
		}
		return err
	})
	return near, all - len(near), s.wrap("read", err)
}

// Strongest returns the wanted edges with the most independent reports.
func (s *Store) Strongest(ctx context.Context, w graph.Which, limit int) ([]graph.Edge, error) {
	if s.until != "" {
		all, err := s.wantedThen(ctx, &w, "true")
		return all[:min(limit, len(all))], err
	}
	where, args := s.wanted(&w)
	query := "SELECT " + prefixed("e", edgeColumns) + " FROM edges e WHERE true" + where + strongestFirst + " LIMIT ?"
	return collect(ctx, s, query, append(args, limit), scanEdge)
}

// wantedThen gives the wanted edges of a former day, strongest first.
func (s *Store) wantedThen(ctx context.Context, w *graph.Which, where string, args ...any) ([]graph.Edge, error) {
	edges, err := s.edgesThen(ctx, where, args...)
	edges = slices.DeleteFunc(edges, func(e graph.Edge) bool { return !w.Wants(&e) })
	if err != nil || w.Source == "" {
		return edges, err
	}
	told := map[string]bool{}
	query := "SELECT y.dyad FROM dyads y WHERE (" + where + ") AND EXISTS (" + s.toldBy("y.dyad") + ")"
	err = s.each(ctx, query, append(slices.Clone(args), w.Source), func(scan func(...any) error) error {
		var dyad string
		err := scan(&dyad)
		told[dyad] = true
		return err
	})
	return slices.DeleteFunc(edges, func(e graph.Edge) bool { return !told[e.Key] }), s.wrap("read", err)
}
