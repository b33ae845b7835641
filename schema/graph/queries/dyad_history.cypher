// Dyad history: what two actors did to each other, in time.
// (Each with the sentences that say so.)
// :param a => 'state:PAK'
// :param b => 'state:USA'
// :param until => '2999-12-31T23:59:59Z'
MATCH (d:Dyad) WHERE (d.from = $a AND d.to = $b) OR (d.from = $b AND d.to = $a)
MATCH (d)<-[:BEHIND]-(e:Event|FormerEvent)<-[s:EVIDENCE_OF]-(c:Claim)-[:FROM]->(art:Article)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
RETURN coalesce(e.date, e.published) AS date, d.from AS from, d.relation AS edge, d.to AS to, e.reports AS reports, e.independent AS independent,
       collect(DISTINCT {stance: s.stance, sentence: c.sentence, article: art.title, url: art.url}) AS evidence
ORDER BY date, edge
