// Balance by partner: how one state stands with every other actor.
// (From conflict to cooperation, and how much of it is done by its ministers and organs alone.)
// :param state => 'state:PAK'
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad)<-[t:BEHIND]-(e:Event|FormerEvent)
WHERE (d.from = $state OR d.to = $state) AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH CASE d.from WHEN $state THEN d.to ELSE d.from END AS other, e, min(t.via) AS via // 'direct' before 'office'
MATCH (o:Entity {id: other})
RETURN o.name AS partner, round(sum(e.goldstein), 1) AS balance, count(e) AS events,
       sum(CASE via WHEN 'office' THEN 1 ELSE 0 END) AS by_office
ORDER BY balance, partner
