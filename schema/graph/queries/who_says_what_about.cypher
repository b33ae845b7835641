// Who says what about an actor: claims that a text leaves to a speaker.
// :param actor => 'state:PAK'
// :param until => '2999-12-31T23:59:59Z'
MATCH (s:Entity)<-[:STATED_BY]-(c:Claim)-[:ACTOR|RECIPIENT]->(a:Entity {id: $actor})
WHERE c.recorded_at <= $until AND coalesce(c.superseded_at, '9999') > $until
RETURN s.name AS speaker, c.polarity AS polarity, c.modality AS modality, c.relation AS relation, c.actor AS actor, c.recipient AS recipient, c.sentence AS sentence
ORDER BY speaker, relation
