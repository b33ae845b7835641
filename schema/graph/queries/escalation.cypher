// Escalation: conflict and cooperation between two actors, month by month.
// :param a => 'state:PAK'
// :param b => 'state:IND'
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad)<-[b:BEHIND]-(e:Event|FormerEvent)
WHERE ((d.from = $a AND d.to = $b) OR (d.from = $b AND d.to = $a)) AND e.factual AND e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
WITH DISTINCT b.month AS month, e
RETURN month, count(e) AS events, round(sum(CASE WHEN e.goldstein < 0 THEN e.goldstein ELSE 0 END), 1) AS conflict,
       round(sum(CASE WHEN e.goldstein > 0 THEN e.goldstein ELSE 0 END), 1) AS cooperation
ORDER BY month
