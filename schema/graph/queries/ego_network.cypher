// Ego network: everything that one actor is tied to, by direct edges, for the
// picture in Neo4j Browser.
// :param actor => 'state:PAK'
// :param limit => 100
MATCH (a:Entity {id: $actor})-[r]-(b:Entity)
WHERE r.key IS NOT NULL
RETURN a, r, b
ORDER BY r.independent DESC
LIMIT $limit
