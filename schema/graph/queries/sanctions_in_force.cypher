// Sanctions in force: who sanctions whom now, as far as the articles say: not
// ended by a later lifting.
// :param limit => 100
MATCH (a:Entity)-[r:SANCTIONS]->(b:Entity)
WHERE coalesce(r.ended, '') = ''
RETURN a, r, b
ORDER BY r.independent DESC, r.last DESC
LIMIT $limit
