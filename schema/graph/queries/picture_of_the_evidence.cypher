// Picture of the evidence: an event with its parties, claims and articles.
// (The best attested event of a relation.)
// :param relation => 'EXTRADITES'
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent {relation: $relation})
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH e ORDER BY e.independent DESC, e.date DESC, e.id LIMIT 1
MATCH parties = (e)-[:ACTOR|RECIPIENT|THEME|MEDIATOR]->(:Entity)
OPTIONAL MATCH evidence = (e)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(:Article)-[:PUBLISHED_BY]->(:Source)
RETURN parties, evidence
