// Who says what about an actor: claims that a text leaves to a speaker.
// :param actor => 'state:PAK'
MATCH (s:Entity)<-[:STATED_BY]-(c:Claim)-[:ACTOR|RECIPIENT]->(a:Entity {id: $actor})
WHERE c.superseded_at IS NULL
RETURN s.name AS speaker, c.polarity AS polarity, c.modality AS modality, c.relation AS relation, c.actor AS actor, c.recipient AS recipient, c.sentence AS sentence
ORDER BY speaker, relation
