// Still held: people abducted or arrested of whose release no article tells.
// :param limit => 100
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad)<-[t:BEHIND]-(e:Event|FormerEvent)
WHERE d.relation IN ['ABDUCTS', 'ARRESTS'] AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH d, max(coalesce(e.date, e.published)) AS since, sum(t.independent) AS independent
WHERE NOT EXISTS { MATCH (d)<-[:CLOSES]-(f:Event|FormerEvent)
  WHERE f.recorded_at <= $until AND coalesce(f.superseded_at, '9999') > $until AND coalesce(f.date, f.published) >= since }
MATCH (p:Person {id: d.to}), (a:Entity {id: d.from})
RETURN p.name AS who, d.relation AS edge, a.name AS by, since, independent
ORDER BY since DESC, who
LIMIT $limit
