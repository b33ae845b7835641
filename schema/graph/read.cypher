// What the reading verbs ask. EDGE_TYPES is replaced by the schema's own
// relationship types, joined by bars. Written for this project, Apache-2.0.

// :await_indexes
CALL db.awaitIndexes(300)

// :entity
MATCH (e:Entity {id: $id})
WHERE COUNT { (e)<-[:MENTIONS]-() } > 0
RETURN properties(e) AS e

// :find_id
MATCH (e:Entity {id: $id})
RETURN properties(e) AS e, COUNT { (e)<-[:MENTIONS]-() } AS articles

// :find
CALL db.index.fulltext.queryNodes('entity_names', $query, {limit: $limit}) YIELD node AS e
RETURN properties(e) AS e, COUNT { (e)<-[:MENTIONS]-() } AS articles

// :edges_of
MATCH (:Entity {id: $id})-[r:EDGE_TYPES]-()
RETURN DISTINCT properties(r) AS r
ORDER BY r.independent DESC, r.reports DESC, r.key

// :edges
MATCH (a:Entity {id: $from})-[r:EDGE_TYPES]-(b:Entity {id: $to})
WHERE (startNode(r) = a OR r.symmetric) AND ($relation = '' OR type(r) = $relation)
RETURN DISTINCT properties(r) AS r
ORDER BY r.independent DESC, r.reports DESC, r.key

// :strongest
MATCH ()-[r:EDGE_TYPES]->()
WITH r ORDER BY r.independent DESC, r.reports DESC, r.key LIMIT $limit
RETURN properties(r) AS r

// :events
MATCH (:Dyad {key: $key})<-[:BEHIND]-(e:Event)
RETURN properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND]->(d:Dyad) RETURN {tie: properties(b), from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric} ORDER BY d.key } AS ties
ORDER BY coalesce(e.date, e.published, '') DESC, e.id

// :events_of
MATCH (:Entity {id: $id})<-[:ACTOR|RECIPIENT|THEME|MEDIATOR]-(e:Event)
WITH DISTINCT e ORDER BY coalesce(e.date, e.published, '') DESC, e.id LIMIT $limit
RETURN properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND]->(d:Dyad) RETURN {tie: properties(b), from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric} ORDER BY d.key } AS ties
ORDER BY coalesce(e.date, e.published, '') DESC, e.id

// :claims
UNWIND range(0, size($ids) - 1) AS i
MATCH (c:Claim {id: $ids[i]})-[:FROM]->(a:Article)
RETURN properties(c) AS c, a.id AS article, a.wire AS wire, a.published AS published, a.published_precision AS precision, a.source AS source
ORDER BY i

// :article
MATCH (a:Article {id: $id})
RETURN properties(a) AS a

// :content_hashes
UNWIND $ids AS id
MATCH (a:Article {id: id})
RETURN a.id AS id, a.content_hash AS hash

// :sizes
RETURN COUNT { (:Article) } AS articles,
       COUNT { MATCH (s:Source) WHERE (s)<-[:PUBLISHED_BY]-() RETURN s } AS sources,
       COUNT { MATCH (c:Claim) WHERE c.superseded_at IS NULL RETURN c } AS claims,
       COUNT { MATCH ()-[r:EDGE_TYPES]->() RETURN r } AS edges

// :kinds
MATCH (e:Entity) WHERE COUNT { (e)<-[:MENTIONS]-() } > 0
RETURN e.kind AS kind, count(e) AS n

// :relations
MATCH (e:Event)
RETURN e.relation AS relation, count(e) AS n,
       min(e.date) AS first, max(e.date) AS last

// :all_articles
MATCH (a:Article) WHERE a.id > $after
RETURN a.id AS id, properties(a) AS a
ORDER BY a.id LIMIT $limit

// :mentions_of
UNWIND $ids AS id
MATCH (:Article {id: id})-[m:MENTIONS]->(e:Entity)
RETURN id, properties(m) AS m, properties(e) AS e
ORDER BY id, e.id

// :claims_of
UNWIND $ids AS id
MATCH (:Article {id: id})<-[:FROM]-(c:Claim)
WHERE c.superseded_at IS NULL
RETURN id, properties(c) AS c
ORDER BY id, c.id

// :all_entities
MATCH (e:Entity) WHERE e.id > $after AND COUNT { (e)<-[:MENTIONS]-() } > 0
RETURN e.id AS id, properties(e) AS e
ORDER BY e.id LIMIT $limit

// :all_claims
MATCH (c:Claim) WHERE c.id > $after AND c.superseded_at IS NULL
WITH c ORDER BY c.id LIMIT $limit
MATCH (c)-[:FROM]->(a:Article)
RETURN c.id AS id, properties(c) AS c, a.id AS article
ORDER BY id

// :all_events
MATCH (e:Event) WHERE e.id > $after
WITH e ORDER BY e.id LIMIT $limit
RETURN e.id AS id, properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND]->(d:Dyad) RETURN {tie: properties(b), from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric} ORDER BY d.key } AS ties
ORDER BY id

// :all_edges
MATCH (d:Dyad) WHERE d.key > $after
WITH d ORDER BY d.key LIMIT $limit
OPTIONAL MATCH (:Entity {id: d.from})-[r:EDGE_TYPES {key: d.key}]->(:Entity {id: d.to})
RETURN d.key AS id, properties(r) AS r
ORDER BY id
