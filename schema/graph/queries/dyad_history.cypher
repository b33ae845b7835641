// Dyad history: what two actors did to each other, in time, each with the
// sentences that say so.
// :param a => 'state:PAK'
// :param b => 'state:USA'
MATCH (d:Dyad) WHERE (d.from = $a AND d.to = $b) OR (d.from = $b AND d.to = $a)
MATCH (d)<-[:BEHIND]-(e:Event)<-[s:EVIDENCE_OF]-(c:Claim)-[:FROM]->(art:Article)
RETURN coalesce(e.date, e.published) AS date, d.from AS from, d.relation AS edge, d.to AS to, e.reports AS reports, e.independent AS independent,
       collect(DISTINCT {stance: s.stance, sentence: c.sentence, article: art.title, url: art.url}) AS evidence
ORDER BY date, edge
