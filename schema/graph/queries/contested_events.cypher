// Contested events: what one side affirms and another denies, with who says what.
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent {status: 'contested'})<-[s:EVIDENCE_OF]-(c:Claim)-[:FROM]->(a:Article)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
OPTIONAL MATCH (c)-[:STATED_BY]->(speaker:Entity)
RETURN e.relation AS relation, e.actor AS actor, e.recipient AS recipient, coalesce(e.date, e.published) AS date,
       collect({stance: s.stance, speaker: speaker.name, source: a.source, sentence: c.sentence}) AS voices
ORDER BY date DESC
LIMIT $limit
