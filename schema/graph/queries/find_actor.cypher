// Find an actor: who is meant by a name, by the full-text index of names and
// aliases. Give words in lower case, as Lucene takes them.
// :param name => 'sharifullah'
CALL db.index.fulltext.queryNodes('entity_names', $name) YIELD node AS e, score
RETURN e.id AS id, e.kind AS kind, e.name AS name, e.aliases AS aliases, COUNT { (e)<-[:MENTIONS]-() } AS articles
ORDER BY score DESC, articles DESC
LIMIT 20
