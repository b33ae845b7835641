// Contested events: what one side affirms and another denies, with who says what.
// :param limit => 50
MATCH (e:Event {status: 'contested'})<-[s:EVIDENCE_OF]-(c:Claim)-[:FROM]->(a:Article)
OPTIONAL MATCH (c)-[:STATED_BY]->(speaker:Entity)
RETURN e.relation AS relation, e.actor AS actor, e.recipient AS recipient, coalesce(e.date, e.published) AS date,
       collect({stance: s.stance, speaker: speaker.name, source: a.source, sentence: c.sentence}) AS voices
ORDER BY date DESC
LIMIT $limit
