// Office holders of a state or organisation, with their title as texts write it.
// :param state => 'state:PAK'
// :param until => '2999-12-31T23:59:59Z'
MATCH (e:Event|FormerEvent {relation: 'HOLDS_OFFICE_IN'})-[:RECIPIENT]->(:Entity {id: $state})
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
MATCH (e)-[:ACTOR]->(p:Person)
RETURN p.name AS person, [t IN e.theme | trim(t, '"')] AS titles, e.reports AS reports, e.published AS first_told
ORDER BY reports DESC, person
