// Edges as of a day: what an actor was tied by then.
// (Summed up from the events that were on record then; the direct edges themselves are those of now.)
// :param actor => 'state:USA'
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad)<-[b:BEHIND]-(e:Event|FormerEvent)
WHERE (d.from = $actor OR d.to = $actor) AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
RETURN d.from AS from, d.relation AS edge, d.to AS to, count(DISTINCT e) AS events, sum(b.independent) AS independent, min(coalesce(e.date, e.published)) AS first, max(coalesce(e.date, e.published)) AS last
ORDER BY independent DESC, edge, from, to
