// Coalitions: pairs of actors who acted in the same way against the same third
// in the same month.
// :param relations => ['SANCTIONS', 'ATTACKS', 'CONDEMNS', 'ACCUSES']
// :param limit => 50
MATCH (a:Entity)<-[:ACTOR]-(e:Event)-[:RECIPIENT]->(t:Entity)<-[:RECIPIENT]-(f:Event)-[:ACTOR]->(b:Entity)
WHERE e.factual AND f.factual AND e.relation IN $relations AND f.relation = e.relation AND a.id < b.id
  AND left(coalesce(e.date, e.published), 7) = left(coalesce(f.date, f.published), 7)
RETURN a.name AS one, b.name AS other, collect(DISTINCT e.relation + ' ' + t.name) AS together, count(DISTINCT t) AS against
ORDER BY against DESC, one, other
LIMIT $limit
