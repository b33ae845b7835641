// Still held: people abducted or arrested of whose release no article tells.
// :param limit => 100
MATCH (a:Entity)-[r:ABDUCTS|ARRESTS]->(p:Person)
WHERE coalesce(r.ended, '') = ''
RETURN p.name AS who, type(r) AS edge, a.name AS by, r.last AS since, r.independent AS independent
ORDER BY since DESC, who
LIMIT $limit
