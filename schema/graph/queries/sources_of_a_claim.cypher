// Sources of an event's claims: which outlets carried it.
// (And which of them tell one story: they share a band of their near-duplicate signatures.)
// :param relation => 'EXTRADITES'
// :param actor => 'state:PAK'
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent {relation: $relation})-[:ACTOR]->(:Entity {id: $actor})
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
MATCH (e)<-[:EVIDENCE_OF]-(c:Claim)-[:FROM]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(s:Source)
WITH e, a, s, collect(c.sentence)[0] AS sentence
RETURN coalesce(e.date, e.published) AS date, s.name AS source, a.title AS title, a.published AS published, sentence,
       COUNT { MATCH (e)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(b:Article) WHERE b <> a AND any(w IN a.wire WHERE w IN b.wire) RETURN DISTINCT b } AS reprints
ORDER BY date DESC, published
