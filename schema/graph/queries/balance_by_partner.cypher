// Balance by partner: how one state stands with every other actor, from conflict
// to cooperation, and how much of it is done by its ministers and organs alone.
// (It names the edge types, so that it does not walk over a big state's articles
// and events: add those of your own relations.)
// :param state => 'state:PAK'
MATCH (s:Entity {id: $state})-[r:ABDUCTED_BY|ABDUCTS|ACCUSES|AIDS|ALLIED_WITH|ARMS|ARRESTED_BY|ARRESTS|ATTACKS|BASED_IN|CALLS|CEASEFIRE_WITH|CONCEDES_TO|CONDEMNS|COOPERATES_WITH|DEMANDS_FROM|DEPORTED_BY|DEPORTS|EXERCISES_WITH|EXTRADITED_BY|EXTRADITED_TO|EXTRADITES_TO|GRANTS_ASYLUM_TO|HACKS|HOLDS_OFFICE_IN|INVESTIGATES|LIFTS_SANCTIONS_ON|MEDIATES_BETWEEN|MEETS_WITH|MEMBER_OF|MOBILIZES_AGAINST|NEGOTIATES_WITH|OCCUPIES|PLEDGES|PROTESTS_AGAINST|RECOGNIZES|REDUCES_TIES_WITH|REJECTS|RELEASES|RESTORES_TIES_WITH|SANCTIONS|SHARES_INTELLIGENCE_WITH|SIGNS_AGREEMENT_WITH|SUPPORTS|THREATENS|VISITS|WITHDRAWS_FROM]-(o:Entity)
RETURN o.name AS partner, round(sum(r.score), 1) AS balance, sum(r.events) AS events,
       sum(CASE r.via WHEN 'office' THEN r.events ELSE 0 END) AS by_office
ORDER BY balance, partner
