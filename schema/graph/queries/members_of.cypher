// Members of an organisation or group, and since when that is told.
// :param organization => 'group:isis-k'
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad {relation: 'MEMBER_OF', to: $organization})<-[t:BEHIND]-(e:Event|FormerEvent)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH d, min(coalesce(e.date, e.published)) AS first, sum(t.independent) AS independent, sum(t.denied) > 0 AS contested
MATCH (m:Entity {id: d.from})
RETURN m.name AS member, m.kind AS kind, first, independent, contested
ORDER BY independent DESC, member
