// Militant groups and where they are based or operate.
MATCH (g:MilitantGroup)-[r:BASED_IN]->(p:Entity)
RETURN g.name AS group, collect(p.name) AS bases, sum(r.independent) AS independent
ORDER BY group
