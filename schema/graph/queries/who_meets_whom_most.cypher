// Who meets whom most: pairs by how often they met, leaving out what only their
// ministers did unless via is 'office'.
// :param via => 'direct'
// :param limit => 20
MATCH (a:Entity)-[r:MEETS_WITH {via: $via}]->(b:Entity)
RETURN a.name AS a, b.name AS b, r.events AS meetings, r.first AS first, r.last AS last
ORDER BY meetings DESC, last DESC
LIMIT $limit
