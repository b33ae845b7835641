// Who coded what between two actors: what texts say beside coders' tables of events.
// (The kind is text for what Entente itself has read; other queries may be narrowed to one by e.source_kind or r.source_kind.)
// :param a => 'state:PAK'
// :param b => 'state:IND'
// :param until => '2999-12-31T23:59:59Z'
MATCH (:Entity {id: $a})<-[:ACTOR|RECIPIENT]-(e:Event|FormerEvent)-[:ACTOR|RECIPIENT]->(:Entity {id: $b})
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
RETURN coalesce(e.source_kind, 'text') AS coded_by, e.relation AS relation, count(DISTINCT e) AS events, min(e.date) AS first, max(e.date) AS last
ORDER BY coded_by, events DESC, relation
