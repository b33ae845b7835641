// Shortest path between two actors along direct edges, with a sentence for each
// step.
// :param a => 'group:bla'
// :param b => 'state:IND'
MATCH p = SHORTEST 1 (x:Entity {id: $a}) (()-[r WHERE r.key IS NOT NULL]-()){1,6} (y:Entity {id: $b})
UNWIND relationships(p) AS step
RETURN startNode(step).name AS from, type(step) AS edge, endNode(step).name AS to, step.last AS last,
       COLLECT { MATCH (:Event {id: step.event_ids[0]})<-[:EVIDENCE_OF {stance: 'supports'}]-(c:Claim) RETURN c.sentence LIMIT 1 }[0] AS sentence
