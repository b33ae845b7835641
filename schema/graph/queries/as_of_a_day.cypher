// As of a day: what was on record then about an actor.
// (Even if it was taken back later. recorded_at is when an article came in, not when a thing happened.)
// :param actor => 'state:USA'
// :param until => '2999-12-31T23:59:59Z'
MATCH (a:Entity {id: $actor})<-[:ACTOR|RECIPIENT|THEME|MEDIATOR]-(c:Claim)
WHERE c.recorded_at <= $until AND (c.superseded_at IS NULL OR c.superseded_at > $until)
RETURN DISTINCT c.relation AS relation, c.actor AS actor, c.recipient AS recipient, c.polarity AS polarity, c.modality AS modality, c.sentence AS sentence
ORDER BY relation, sentence
