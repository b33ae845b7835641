// Mediators: who mediated between whom, how often, and when last.
// :param limit => 50
MATCH (e:Event)-[:MEDIATOR]->(m:Entity)
WHERE e.factual
MATCH (e)-[:ACTOR]->(p:Entity)
WITH m, e, p ORDER BY p.name
WITH m, e, collect(DISTINCT p.name) AS parties
RETURN m.name AS mediator, parties, count(e) AS times, max(coalesce(e.date, e.published)) AS last
ORDER BY times DESC, last DESC
LIMIT $limit
