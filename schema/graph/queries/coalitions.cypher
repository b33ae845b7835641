// Coalitions: pairs who did the same to the same third in the same month.
// :param relations => ['SANCTIONS', 'ATTACKS', 'CONDEMNS', 'ACCUSES']
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (a:Entity)<-[:ACTOR]-(e:Event|FormerEvent)-[:RECIPIENT]->(t:Entity)<-[:RECIPIENT]-(f:Event|FormerEvent)-[:ACTOR]->(b:Entity)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
  AND f.recorded_at <= $until AND coalesce(f.superseded_at, '9999') > $until AND e.factual AND f.factual AND e.relation IN $relations AND f.relation = e.relation AND a.id < b.id
  AND left(coalesce(e.date, e.published), 7) = left(coalesce(f.date, f.published), 7)
RETURN a.name AS one, b.name AS other, collect(DISTINCT e.relation + ' ' + t.name) AS together, count(DISTINCT t) AS against
ORDER BY against DESC, one, other
LIMIT $limit
