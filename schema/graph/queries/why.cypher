// Why: the sentences behind one direct edge.
// (With the trigger word and the rule of each, and where it was published.)
// :param from => 'state:PAK'
// :param edge => 'EXTRADITES_TO'
// :param to => 'state:USA'
// :param until => '2999-12-31T23:59:59Z'
MATCH (:Dyad {key: $from + '|' + $edge + '|' + $to})<-[:BEHIND]-(e:Event|FormerEvent)<-[s:EVIDENCE_OF]-(c:Claim)-[:FROM]->(a:Article)
WHERE e.recorded_at <= $until AND coalesce(e.superseded_at, '9999') > $until
RETURN e.date AS date, s.stance AS stance, c.modality AS modality, c.sentence AS sentence, c.trigger AS trigger, c.rule AS rule,
       c.confidence AS confidence, a.source AS source, a.published AS published, a.url AS url
ORDER BY date DESC, published
