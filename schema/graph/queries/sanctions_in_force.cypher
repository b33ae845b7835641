// Sanctions in force: who sanctions whom now.
// (As far as the articles say: not ended by a later lifting.)
// Before $until: of the edges of now, those that something on record then is
// behind; their numbers are those of now.
// :param limit => 100
// :param until => '2999-12-31T23:59:59Z'
MATCH (a:Entity)-[r:SANCTIONS]->(b:Entity)
WHERE (coalesce(r.ended, '') = '' OR r.ended > left($until, 10)) AND ($until > toString(datetime()) OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event|FormerEvent) WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until })
RETURN a, r, b
ORDER BY r.independent DESC, r.last DESC
LIMIT $limit
