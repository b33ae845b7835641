// Who sanctions whom, by how many independent reports.
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad {relation: 'SANCTIONS'})<-[t:BEHIND]-(e:Event|FormerEvent)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH d, min(coalesce(e.date, e.published)) AS first, max(coalesce(e.date, e.published)) AS last, sum(t.independent) AS independent, sum(t.denied) AS denied
MATCH (a:Entity {id: d.from}), (b:Entity {id: d.to})
RETURN a.name AS who, b.name AS whom, first, last, independent, denied
ORDER BY independent DESC, last DESC, who, whom
LIMIT $limit
