// Who meets whom most: pairs by how often they met.
// (Leaving out what only their ministers did, unless via is 'office'.)
// :param via => 'direct'
// :param limit => 20
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad {relation: 'MEETS_WITH'})<-[t:BEHIND]-(e:Event|FormerEvent)
WHERE t.via = $via AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH d, count(DISTINCT e) AS meetings, min(coalesce(e.date, e.published)) AS first, max(coalesce(e.date, e.published)) AS last
MATCH (a:Entity {id: d.from}), (b:Entity {id: d.to})
RETURN a.name AS a, b.name AS b, meetings, first, last
ORDER BY meetings DESC, last DESC, a, b
LIMIT $limit
