// Militant groups and where they are based or operate.
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad {relation: 'BASED_IN'})<-[t:BEHIND]-(e:Event|FormerEvent)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH d, sum(t.independent) AS independent
MATCH (g:MilitantGroup {id: d.from}), (p:Entity {id: d.to})
RETURN g.name AS group, collect(p.name) AS bases, sum(independent) AS independent
ORDER BY group
