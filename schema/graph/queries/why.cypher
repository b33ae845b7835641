// Why: the sentences behind one direct edge, the trigger word and rule of each,
// and where it was published.
// :param from => 'state:PAK'
// :param edge => 'EXTRADITES_TO'
// :param to => 'state:USA'
MATCH (:Dyad {key: $from + '|' + $edge + '|' + $to})<-[:BEHIND]-(e:Event)<-[s:EVIDENCE_OF]-(c:Claim)-[:FROM]->(a:Article)
RETURN e.date AS date, s.stance AS stance, c.modality AS modality, c.sentence AS sentence, c.trigger AS trigger, c.rule AS rule,
       c.confidence AS confidence, a.source AS source, a.published AS published, a.url AS url
ORDER BY date DESC, published
