// Office holders of a state or organisation, with their title as texts write it.
// :param state => 'state:PAK'
MATCH (e:Event {relation: 'HOLDS_OFFICE_IN'})-[:RECIPIENT]->(:Entity {id: $state})
MATCH (e)-[:ACTOR]->(p:Person)
RETURN p.name AS person, [t IN e.theme | trim(t, '"')] AS titles, e.reports AS reports, e.published AS first_told
ORDER BY reports DESC, person
