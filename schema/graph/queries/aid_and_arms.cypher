// Aid and arms: who supports whom with money, goods, weapons or intelligence.
// :param limit => 100
MATCH (a:Entity)-[r:AIDS|ARMS|SHARES_INTELLIGENCE_WITH]->(b:Entity)
RETURN a, r, b
ORDER BY r.independent DESC, r.last DESC
LIMIT $limit
