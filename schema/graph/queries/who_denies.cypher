// Who denies: the actors whose denials stand beside events, and what they deny.
// :param limit => 50
MATCH (e:Event)<-[:EVIDENCE_OF {stance: 'denies'}]-(c:Claim)-[:FROM]->(a:Article)
OPTIONAL MATCH (c)-[:STATED_BY]->(s:Entity)
RETURN coalesce(s.name, a.source) AS denier, e.relation AS relation, e.actor AS actor, e.recipient AS recipient, coalesce(e.date, e.published) AS date, c.sentence AS sentence
ORDER BY date DESC, denier
LIMIT $limit
