// Picture of clashes: which states attack, threaten or sanction each other.
// Before $until: of the edges of now, those that something on record then is
// behind; their numbers are those of now.
// :param limit => 40
// :param until => '2999-12-31T23:59:59Z'
MATCH (a:State)-[r:ATTACKS|OCCUPIES|MOBILIZES_AGAINST|THREATENS|SANCTIONS|REDUCES_TIES_WITH]->(b:State)
WHERE ($until > toString(datetime()) OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event|FormerEvent) WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until })
RETURN a, r, b
ORDER BY r.independent DESC, r.score, r.key
LIMIT $limit
