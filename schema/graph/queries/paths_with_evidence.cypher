// Paths with evidence: how two actors are connected over up to three edges.
// (Each edge with one of its sentences.)
// Before $until: of the edges of now, those that something on record then is
// behind; their numbers are those of now.
// :param a => 'group:isis-k'
// :param b => 'state:USA'
// :param until => '2999-12-31T23:59:59Z'
MATCH p = shortestPath((a:Entity {id: $a})-[*..3]-(b:Entity {id: $b}))
WHERE all(r IN relationships(p) WHERE r.key IS NOT NULL AND ($until > toString(datetime()) OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event|FormerEvent) WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until }))
UNWIND relationships(p) AS r
OPTIONAL MATCH (e:Event {id: r.event_ids[0]})<-[s:EVIDENCE_OF {stance: 'supports'}]-(c:Claim)
WITH r, collect(c.sentence)[0] AS sentence
RETURN startNode(r).name AS from, type(r) AS edge, endNode(r).name AS to, r.independent AS independent, sentence
