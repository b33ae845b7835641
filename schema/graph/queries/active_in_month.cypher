// Active dyads of a month: who did most to whom.
// (With the balance of conflict and cooperation.)
// :param month => '2025-03'
// :param limit => 30
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad)<-[b:BEHIND]-(e:Event|FormerEvent)
WHERE b.month = $month AND e.factual AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
MATCH (x:Entity {id: d.from}), (y:Entity {id: d.to})
RETURN x.name AS from, y.name AS to, count(DISTINCT e) AS events, round(sum(e.goldstein), 1) AS balance, collect(DISTINCT d.relation) AS what
ORDER BY events DESC, from, to
LIMIT $limit
