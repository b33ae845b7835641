// One source only: grave events that one independent source tells of.
// (With its sentence: what to check before it is briefed.)
// :param at_most => -7
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent)<-[:EVIDENCE_OF {stance: 'supports'}]-(c:Claim)-[:FROM]->(a:Article)
WHERE e.factual AND e.independent = 1 AND e.goldstein <= $at_most AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
RETURN coalesce(e.date, e.published) AS date, e.relation AS relation, e.actor AS actor, e.recipient AS recipient, a.source AS source, c.sentence AS sentence
ORDER BY date DESC
LIMIT $limit
