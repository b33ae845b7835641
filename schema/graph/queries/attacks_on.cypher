// Attacks on a state or actor: when, by whom, where, and how well reported.
// :param target => 'state:PAK'
// :param limit => 50
MATCH (e:Event {relation: 'ATTACKS'})-[:RECIPIENT]->(t:Entity {id: $target})
WHERE e.factual
MATCH (e)-[:ACTOR]->(a:Entity)
RETURN coalesce(e.date, e.published) AS date, collect(a.name) AS by, e.place AS place, e.reports AS reports, e.independent AS independent, e.status AS status
ORDER BY date DESC
LIMIT $limit
