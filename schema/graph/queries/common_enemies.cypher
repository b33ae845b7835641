// Common enemies: actors whom two others both attack, sanction or accuse.
// :param a => 'state:PAK'
// :param b => 'group:bla'
MATCH (a:Entity {id: $a})-[r:ATTACKS|SANCTIONS|ACCUSES]->(x:Entity)<-[q:ATTACKS|SANCTIONS|ACCUSES]-(b:Entity {id: $b})
RETURN x.name AS against, collect(DISTINCT type(r)) AS a_does, collect(DISTINCT type(q)) AS b_does
ORDER BY against
