// Paths with evidence: how two actors are connected over at most three edges, each
// with one of its sentences.
// :param a => 'group:isis-k'
// :param b => 'state:USA'
MATCH p = shortestPath((a:Entity {id: $a})-[*..3]-(b:Entity {id: $b}))
WHERE all(r IN relationships(p) WHERE r.key IS NOT NULL)
UNWIND relationships(p) AS r
OPTIONAL MATCH (e:Event {id: r.event_ids[0]})<-[s:EVIDENCE_OF {stance: 'supports'}]-(c:Claim)
WITH r, collect(c.sentence)[0] AS sentence
RETURN startNode(r).name AS from, type(r) AS edge, endNode(r).name AS to, r.independent AS independent, sentence
