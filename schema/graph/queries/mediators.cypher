// Mediators: who mediated between whom, how often, and when last.
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent)-[:MEDIATOR]->(m:Entity)
WHERE e.factual AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
MATCH (e)-[:ACTOR]->(p:Entity)
WITH m, e, p ORDER BY p.name
WITH m, e, collect(DISTINCT p.name) AS parties
RETURN m.name AS mediator, parties, count(e) AS times, max(coalesce(e.date, e.published)) AS last
ORDER BY times DESC, last DESC
LIMIT $limit
