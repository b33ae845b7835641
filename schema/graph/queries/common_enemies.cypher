// Common enemies: actors whom two others both attack, sanction or accuse.
// :param a => 'state:PAK'
// :param b => 'group:bla'
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad {from: $a})<-[:BEHIND]-(e:Event|FormerEvent)
WHERE d.relation IN ['ATTACKS', 'SANCTIONS', 'ACCUSES'] AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH d.to AS against, collect(DISTINCT d.relation) AS a_does
MATCH (d:Dyad {from: $b, to: against})<-[:BEHIND]-(e:Event|FormerEvent)
WHERE d.relation IN ['ATTACKS', 'SANCTIONS', 'ACCUSES'] AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH against, a_does, collect(DISTINCT d.relation) AS b_does
MATCH (x:Entity {id: against})
RETURN x.name AS against, a_does, b_does
ORDER BY against
