// Attacks on a state or actor: when, by whom, where, and how well reported.
// :param target => 'state:PAK'
// :param limit => 50
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent {relation: 'ATTACKS'})-[:RECIPIENT]->(t:Entity {id: $target})
WHERE e.factual AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
MATCH (e)-[:ACTOR]->(a:Entity)
RETURN coalesce(e.date, e.published) AS date, collect(a.name) AS by, e.place AS place, e.reports AS reports, e.independent AS independent, e.status AS status
ORDER BY date DESC
LIMIT $limit
