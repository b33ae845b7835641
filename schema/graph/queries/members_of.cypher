// Members of an organisation or group, and since when that is told.
// :param organization => 'group:isis-k'
MATCH (m:Entity)-[r:MEMBER_OF]->(o:Entity {id: $organization})
RETURN m.name AS member, m.kind AS kind, r.first AS first, r.independent AS independent, r.contested AS contested
ORDER BY independent DESC, member
