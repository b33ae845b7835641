// Most active dyads of a month: who was in the news with whom.
// (With the balance of conflict and cooperation: the sum of Goldstein scores, -10 to 10 an event.)
// :param from => '2025-03-01'
// :param to => '2025-03-31'
// :param limit => 20
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent)-[b:BEHIND]->(d:Dyad)
WHERE e.date >= $from AND e.date <= $to AND b.via = 'direct' AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
MATCH (x:Entity {id: d.from}) MATCH (y:Entity {id: d.to})
RETURN x.name AS a, y.name AS b, count(DISTINCT e) AS events, round(sum(e.goldstein), 1) AS balance, collect(DISTINCT d.relation) AS edges
ORDER BY events DESC, a, b
LIMIT $limit
