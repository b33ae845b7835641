// Who denies: the actors whose denials stand beside events, and what they deny.
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent)<-[:EVIDENCE_OF {stance: 'denies'}]-(c:Claim)-[:FROM]->(a:Article)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
OPTIONAL MATCH (c)-[:STATED_BY]->(s:Entity)
RETURN coalesce(s.name, a.source) AS denier, e.relation AS relation, e.actor AS actor, e.recipient AS recipient, coalesce(e.date, e.published) AS date, c.sentence AS sentence
ORDER BY date DESC, denier
LIMIT $limit
