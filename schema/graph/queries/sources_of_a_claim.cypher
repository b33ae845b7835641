// Sources of an event's claims: which outlets carried it, and which of them tell
// one story (they share a band of their near-duplicate signatures).
// :param relation => 'EXTRADITES'
// :param actor => 'state:PAK'
MATCH (e:Event {relation: $relation})-[:ACTOR]->(:Entity {id: $actor})
MATCH (e)<-[:EVIDENCE_OF]-(c:Claim)-[:FROM]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(s:Source)
WITH e, a, s, collect(c.sentence)[0] AS sentence
RETURN coalesce(e.date, e.published) AS date, s.name AS source, a.title AS title, a.published AS published, sentence,
       COUNT { MATCH (e)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(b:Article) WHERE b <> a AND any(w IN a.wire WHERE w IN b.wire) RETURN DISTINCT b } AS reprints
ORDER BY date DESC, published
