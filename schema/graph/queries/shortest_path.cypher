// Shortest path between two actors, with a sentence for each step.
// (It names the edge types, so that it does not walk over a big state's articles
// and events: add those of your own relations.)
// Before $until: of the edges of now, those that something on record then is
// behind; their numbers are those of now.
// :param a => 'group:bla'
// :param b => 'state:IND'
// :param until => '2999-12-31T23:59:59Z'
MATCH p = SHORTEST 1 (x:Entity {id: $a}) (()-[r:ABDUCTED_BY|ABDUCTS|ACCUSES|AIDS|ALLIED_WITH|ARMS|ARRESTED_BY|ARRESTS|ATTACKS|BASED_IN|CALLS|CEASEFIRE_WITH|CONCEDES_TO|CONDEMNS|COOPERATES_WITH|DEMANDS_FROM|DEPORTED_BY|DEPORTS|EXERCISES_WITH|EXTRADITED_BY|EXTRADITED_TO|EXTRADITES_TO|GRANTS_ASYLUM_TO|HACKS|HOLDS_OFFICE_IN|INVESTIGATES|LIFTS_SANCTIONS_ON|MEDIATES_BETWEEN|MEETS_WITH|MEMBER_OF|MOBILIZES_AGAINST|NEGOTIATES_WITH|OCCUPIES|PLEDGES|PROTESTS_AGAINST|RECOGNIZES|REDUCES_TIES_WITH|REJECTS|RELEASES|RESTORES_TIES_WITH|SANCTIONS|SHARES_INTELLIGENCE_WITH|SIGNS_AGREEMENT_WITH|SUPPORTS|THREATENS|VISITS|WITHDRAWS_FROM]-() WHERE ($until > toString(datetime()) OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event|FormerEvent) WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until })){1,6} (y:Entity {id: $b})
UNWIND relationships(p) AS step
RETURN startNode(step).name AS from, type(step) AS edge, endNode(step).name AS to, step.last AS last,
       COLLECT { MATCH (:Event {id: step.event_ids[0]})<-[:EVIDENCE_OF {stance: 'supports'}]-(c:Claim) RETURN c.sentence LIMIT 1 }[0] AS sentence
