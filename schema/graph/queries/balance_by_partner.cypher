// Balance by partner: how one state stands with every other actor, from conflict
// to cooperation, and how much of it is done by its ministers and organs alone.
// :param state => 'state:PAK'
MATCH (s:Entity {id: $state})-[r]-(o:Entity)
WHERE r.key IS NOT NULL
RETURN o.name AS partner, round(sum(r.score), 1) AS balance, sum(r.events) AS events,
       sum(CASE r.via WHEN 'office' THEN r.events ELSE 0 END) AS by_office
ORDER BY balance, partner
