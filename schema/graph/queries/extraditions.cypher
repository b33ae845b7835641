// Extraditions: who was handed over, by whom, to whom, when, with the sentences.
// :param since => '2025-01-01'
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent {relation: 'EXTRADITES'})
WHERE e.date >= $since AND e.factual AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
OPTIONAL MATCH (e)-[:ACTOR]->(by:Entity)
OPTIONAL MATCH (e)-[:RECIPIENT]->(to:Entity)
OPTIONAL MATCH (e)-[:THEME]->(who:Entity)
RETURN e.date AS date, collect(DISTINCT who.name) AS who, collect(DISTINCT by.name) AS by, collect(DISTINCT to.name) AS to,
       COLLECT { MATCH (e)<-[:EVIDENCE_OF]-(c:Claim) RETURN c.sentence LIMIT 5 } AS sentences
ORDER BY date DESC
