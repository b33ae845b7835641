// Who sanctions whom, with how many independent reports stand behind each edge,
// the strongest first.
// :param limit => 50
MATCH (a:Entity)-[r:SANCTIONS]->(b:Entity)
RETURN a.name AS who, b.name AS whom, r.first AS first, r.last AS last, r.independent AS independent, r.denied AS denied
ORDER BY independent DESC, last DESC
LIMIT $limit
