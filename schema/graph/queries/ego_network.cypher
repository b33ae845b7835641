// Ego network: all that one actor is tied to by direct edges.
// (It names the edge types, so that it does not walk over a big state's articles
// and events: add those of your own relations.)
// Before $until: of the edges of now, those that something on record then is
// behind; their numbers are those of now.
// :param actor => 'state:PAK'
// :param limit => 100
// :param until => '2999-12-31T23:59:59Z'
MATCH (a:Entity {id: $actor})-[r:ABDUCTED_BY|ABDUCTS|ACCUSES|AIDS|ALLIED_WITH|ARMS|ARRESTED_BY|ARRESTS|ATTACKS|BASED_IN|CALLS|CEASEFIRE_WITH|CONCEDES_TO|CONDEMNS|COOPERATES_WITH|DEMANDS_FROM|DEPORTED_BY|DEPORTS|EXERCISES_WITH|EXTRADITED_BY|EXTRADITED_TO|EXTRADITES_TO|GRANTS_ASYLUM_TO|HACKS|HOLDS_OFFICE_IN|INVESTIGATES|LIFTS_SANCTIONS_ON|MEDIATES_BETWEEN|MEETS_WITH|MEMBER_OF|MOBILIZES_AGAINST|NEGOTIATES_WITH|OCCUPIES|PLEDGES|PROTESTS_AGAINST|RECOGNIZES|REDUCES_TIES_WITH|REJECTS|RELEASES|RESTORES_TIES_WITH|SANCTIONS|SHARES_INTELLIGENCE_WITH|SIGNS_AGREEMENT_WITH|SUPPORTS|THREATENS|VISITS|WITHDRAWS_FROM]-(b:Entity)
WHERE ($until > toString(datetime()) OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event|FormerEvent) WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until })
RETURN a, r, b
ORDER BY r.independent DESC
LIMIT $limit
