// Find an actor: who is meant by a name.
// (By the full-text index of names and aliases. Give words in lower case, as Lucene takes them.)
// :param name => 'sharifullah'
// :param until => '2999-12-31T23:59:59Z'
CALL db.index.fulltext.queryNodes('entity_names', $name) YIELD node AS e, score
RETURN e.id AS id, e.kind AS kind, e.name AS name, e.aliases AS aliases, COUNT { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE a.recorded_at <= $until } AS articles
ORDER BY score DESC, articles DESC
LIMIT 20
