// What the reading verbs ask. A view of a former day gives $until, that of now
// none, and one of some source kinds gives $kinds, that of all none; EVENTS is replaced by Event, and in a former day's view by
// Event|FormerEvent. EDGE_TYPES is replaced by the schema's own
// relationship types, joined by bars. Written for this project, Apache-2.0.

// :await_indexes
CALL db.awaitIndexes(300)

// :constraint_names
SHOW CONSTRAINTS YIELD name
RETURN name, '' AS state

// :unfinished_indexes
SHOW INDEXES YIELD name, state, owningConstraint
WHERE owningConstraint IS NULL AND state <> 'ONLINE'
RETURN name

// :index_names
SHOW INDEXES YIELD name, state
RETURN name, state

// :canonical
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE e.same_as IS NOT NULL
RETURN id, e.same_as AS same_as

// :entity
MATCH (e:Entity {id: $id})
WHERE (EXISTS { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) } OR EXISTS { MATCH (x:Entity {same_as: e.id})<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) })
RETURN properties(e) AS e, COLLECT { MATCH (x:Entity {same_as: e.id}) RETURN properties(x) ORDER BY x.id } AS merged

// :find_id
MATCH (hit:Entity {id: $id})
MATCH (e:Entity {id: coalesce(hit.same_as, hit.id)})
RETURN properties(e) AS e, COLLECT { MATCH (x:Entity {same_as: e.id}) RETURN properties(x) ORDER BY x.id } AS merged, COUNT { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) RETURN a LIMIT $weighed } + COUNT { MATCH (x:Entity {same_as: e.id})<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) AND NOT EXISTS { (e)<-[:MENTIONS]-(a) } RETURN DISTINCT a } AS articles

// :find
CALL db.index.fulltext.queryNodes('entity_names', $query, {limit: $limit}) YIELD node AS hit
WITH DISTINCT coalesce(hit.same_as, hit.id) AS id
MATCH (e:Entity {id: id})
RETURN properties(e) AS e, COLLECT { MATCH (x:Entity {same_as: e.id}) RETURN properties(x) ORDER BY x.id } AS merged, COUNT { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) RETURN a LIMIT $weighed } + COUNT { MATCH (x:Entity {same_as: e.id})<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) AND NOT EXISTS { (e)<-[:MENTIONS]-(a) } RETURN DISTINCT a } AS articles

// :find_renamed
MATCH (e:Entity) WHERE e.renamed IS NOT NULL AND e.same_as IS NULL
RETURN properties(e) AS e, COLLECT { MATCH (x:Entity {same_as: e.id}) RETURN properties(x) ORDER BY x.id } AS merged, COUNT { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) RETURN a LIMIT $weighed } + COUNT { MATCH (x:Entity {same_as: e.id})<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) AND NOT EXISTS { (e)<-[:MENTIONS]-(a) } RETURN DISTINCT a } AS articles

// :edges_of
MATCH (:Entity {id: $id})-[r:EDGE_TYPES]-()
WHERE ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds)
WITH r ORDER BY r.independent DESC, r.reports DESC, r.key
WITH collect(r) AS ranked
UNWIND ranked[0..$limit] AS r
RETURN properties(r) AS r, size(ranked) AS total

// :edges
MATCH (a:Entity {id: $from})-[r:EDGE_TYPES]-(b:Entity {id: $to})
WHERE (startNode(r) = a OR r.symmetric) AND ($relation = '' OR type(r) = $relation) AND ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds)
WITH r ORDER BY r.independent DESC, r.reports DESC, r.key
RETURN properties(r) AS r

// Which neighbours are nearest, and how many there are.
// :nearest
MATCH (a:Entity {id: $id})-[r:EDGE_TYPES]-(b:Entity)
WHERE b <> a AND ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds) AND ($relations = [] OR type(r) IN $relations) AND ($from = '' OR r.last <> '' AND r.last >= left($from, size(r.last))) AND ($to = '' OR r.first <> '' AND r.first <= $to) AND r.independent >= $independent AND r.confidence >= $confidence AND ($stance = '' OR (coalesce(r.contested, false) OR coalesce(r.denied, 0) > 0) = ($stance = 'contested')) AND ($source = '' OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(:Article {source: $source}) WHERE e.superseded_at IS NULL })
WITH b, r.independent AS independent, r.reports AS reports ORDER BY independent DESC, reports DESC
WITH b.id AS other, collect([independent, reports])[0] AS best ORDER BY best[0] DESC, best[1] DESC, other
WITH collect(other) AS ranked
RETURN ranked[0..$limit] AS near, size(ranked) AS neighbours

// :near
MATCH (a:Entity {id: $id})-[r:EDGE_TYPES]-(b:Entity)
WHERE b.id IN $near AND ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds) AND ($relations = [] OR type(r) IN $relations) AND ($from = '' OR r.last <> '' AND r.last >= left($from, size(r.last))) AND ($to = '' OR r.first <> '' AND r.first <= $to) AND r.independent >= $independent AND r.confidence >= $confidence AND ($stance = '' OR (coalesce(r.contested, false) OR coalesce(r.denied, 0) > 0) = ($stance = 'contested')) AND ($source = '' OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(:Article {source: $source}) WHERE e.superseded_at IS NULL })
WITH r ORDER BY r.independent DESC, r.reports DESC, r.key
RETURN r {.*, event_ids: []} AS r

// :strongest
MATCH ()-[r:EDGE_TYPES]->()
WHERE ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds) AND ($relations = [] OR type(r) IN $relations) AND ($from = '' OR r.last <> '' AND r.last >= left($from, size(r.last))) AND ($to = '' OR r.first <> '' AND r.first <= $to) AND r.independent >= $independent AND r.confidence >= $confidence AND ($stance = '' OR (coalesce(r.contested, false) OR coalesce(r.denied, 0) > 0) = ($stance = 'contested')) AND ($source = '' OR EXISTS { MATCH (:Dyad {key: r.key})<-[:BEHIND]-(e:Event)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(:Article {source: $source}) WHERE e.superseded_at IS NULL })
WITH r ORDER BY r.independent DESC, r.reports DESC, r.key LIMIT $limit
RETURN properties(r) AS r

// Which dyads an article of a source tells of, in a view of a former day.
// :told_by
MATCH (d:Dyad)<-[:BEHIND]-(e:EVENTS)<-[:EVIDENCE_OF]-(:Claim)-[:FROM]->(:Article {source: $source})
WHERE d.key IN $keys AND ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN DISTINCT d.key AS key

// :ties_of
MATCH (d:Dyad)<-[b:BEHIND|CLOSES]-(e:EVENTS)
WHERE (d.from = $id OR d.to = $id) AND ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN properties(b) AS b, type(b) = 'CLOSES' AS ends, d.from AS from, d.relation AS relation, d.to AS to, d.symmetric AS symmetric, d.key AS dyad, e.id AS event, e.date AS date,
       e.date_precision AS precision, e.published AS published, e.published_precision AS published_precision,
       e.goldstein AS goldstein, e.confidence AS confidence, e.status AS status

// :ties_between
MATCH (d:Dyad)<-[b:BEHIND|CLOSES]-(e:EVENTS)
WHERE (d.from = $from AND d.to = $to OR d.symmetric AND d.from = $to AND d.to = $from) AND ($relation = '' OR d.relation = $relation) AND ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN properties(b) AS b, type(b) = 'CLOSES' AS ends, d.from AS from, d.relation AS relation, d.to AS to, d.symmetric AS symmetric, d.key AS dyad, e.id AS event, e.date AS date,
       e.date_precision AS precision, e.published AS published, e.published_precision AS published_precision,
       e.goldstein AS goldstein, e.confidence AS confidence, e.status AS status

// :ties_all
MATCH (d:Dyad)<-[b:BEHIND|CLOSES]-(e:EVENTS)
WHERE ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN properties(b) AS b, type(b) = 'CLOSES' AS ends, d.from AS from, d.relation AS relation, d.to AS to, d.symmetric AS symmetric, d.key AS dyad, e.id AS event, e.date AS date,
       e.date_precision AS precision, e.published AS published, e.published_precision AS published_precision,
       e.goldstein AS goldstein, e.confidence AS confidence, e.status AS status

// :ties_dyad
MATCH (d:Dyad {key: $key})<-[b:BEHIND|CLOSES]-(e:EVENTS)
WHERE ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN properties(b) AS b, type(b) = 'CLOSES' AS ends, d.from AS from, d.relation AS relation, d.to AS to, d.symmetric AS symmetric, d.key AS dyad, e.id AS event, e.date AS date,
       e.date_precision AS precision, e.published AS published, e.published_precision AS published_precision,
       e.goldstein AS goldstein, e.confidence AS confidence, e.status AS status

// :endings
MATCH (p:DyadMonth {dyad: $key})
RETURN properties(p) AS p

// :events
MATCH (:Dyad {key: $key})<-[b:BEHIND]-(e:EVENTS)
WHERE ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
WITH DISTINCT e
RETURN properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND|CLOSES]->(d:Dyad) RETURN {tie: properties(b), ends: type(b) = 'CLOSES', from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric, dyad: d.key} ORDER BY d.key, type(b) } AS ties
ORDER BY coalesce(e.date, e.published, '') DESC, e.id

// :event
MATCH (e:EVENTS {id: $id})
WHERE ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND|CLOSES]->(d:Dyad) RETURN {tie: properties(b), ends: type(b) = 'CLOSES', from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric, dyad: d.key} ORDER BY d.key, type(b) } AS ties

// :events_of
MATCH (:Entity {id: $id})<-[:ACTOR|RECIPIENT|THEME|MEDIATOR]-(e:EVENTS)
WHERE ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds) AND ($also = '' OR EXISTS { (e)-[:ACTOR|RECIPIENT|THEME|MEDIATOR]->(:Entity {id: $also}) })
WITH DISTINCT e ORDER BY coalesce(e.date, e.published, '') DESC, e.id LIMIT $limit
RETURN properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND|CLOSES]->(d:Dyad) RETURN {tie: properties(b), ends: type(b) = 'CLOSES', from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric, dyad: d.key} ORDER BY d.key, type(b) } AS ties
ORDER BY coalesce(e.date, e.published, '') DESC, e.id

// How many claims and events an entity is party to: the server has the sums.
// :party_to
MATCH (e:Entity {id: $id})
RETURN COUNT { (e)<-[:ACTOR]-() } + COUNT { (e)<-[:RECIPIENT]-() } + COUNT { (e)<-[:THEME]-() } + COUNT { (e)<-[:MEDIATOR]-() } AS n

// The same as events_of, for who is party to so many that it is found sooner by
// a walk over the latest of all.
// :latest_of
MATCH (e:Event)
USING INDEX e:Event(at)
WHERE e.at > '' AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds) AND EXISTS { MATCH (e)-[:ACTOR|RECIPIENT|THEME|MEDIATOR]->(:Entity {id: $id}) }
WITH e ORDER BY e.at DESC, e.id LIMIT $limit
RETURN properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND|CLOSES]->(d:Dyad) RETURN {tie: properties(b), ends: type(b) = 'CLOSES', from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric, dyad: d.key} ORDER BY d.key, type(b) } AS ties
ORDER BY e.at DESC, e.id

// :maybe_same
MATCH (e:EVENTS)
WHERE e.likest > 0 AND ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN e.id AS id, e.maybe_same AS others, e.likeness AS scores

// :claims
UNWIND range(0, size($ids) - 1) AS i
MATCH (c:Claim {id: $ids[i]})-[:FROM]->(a:Article)
WHERE ($until IS NULL OR c.recorded_at <= $until AND (c.superseded_at IS NULL OR c.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(c.source_kind, 'text') IN $kinds)
RETURN properties(c) AS c, a.id AS article, a.wire AS wire, a.gist AS gist, a.published AS published, a.published_precision AS precision, a.source AS source
ORDER BY i

// :article
MATCH (a:Article {id: $id})
WHERE ($until IS NULL OR a.recorded_at <= $until) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds)
RETURN properties(a) AS a

// :editions
UNWIND $ids AS id
MATCH (a:Article {id: id})
RETURN a.id AS id, a.content_hash AS hash, a.edition AS edition

// :sizes
RETURN COUNT { MATCH (a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) RETURN a } AS articles,
       COUNT { MATCH (c:Claim) WHERE ($until IS NULL AND c.superseded_at IS NULL OR c.recorded_at <= $until AND (c.superseded_at IS NULL OR c.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(c.source_kind, 'text') IN $kinds) RETURN c } AS claims,
       COUNT { MATCH ()-[r:EDGE_TYPES]->() WHERE ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds) RETURN r } AS edges

// :dyads
MATCH (d:Dyad)
RETURN count(d) AS n

// :sources
MATCH (s:Source)<-[:PUBLISHED_BY]-(a:Article)
WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds)
RETURN s.id AS source, count(a) AS articles

// :kinds
MATCH (e:Entity) WHERE e.same_as IS NULL AND (EXISTS { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) } OR EXISTS { MATCH (x:Entity {same_as: e.id})<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) })
RETURN e.kind AS kind, count(e) AS n

// :relations
MATCH (e:EVENTS) WHERE ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
RETURN e.relation AS relation, left(e.date, 7) AS month, coalesce(e.source_kind, 'text') AS kind, count(e) AS n,
       min(e.date) AS first, max(e.date) AS last

// :all_articles
MATCH (a:Article) WHERE a.id > $after AND ($until IS NULL OR a.recorded_at <= $until) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds)
RETURN a.id AS id, properties(a) AS a
ORDER BY a.id LIMIT $limit

// :mentions_of
UNWIND $ids AS id
MATCH (:Article {id: id})-[m:MENTIONS]->(e:Entity)
RETURN id, properties(m) AS m, properties(e) AS e
ORDER BY id, e.id

// :claims_of
UNWIND $ids AS id
MATCH (a:Article {id: id})<-[:FROM]-(c:Claim)
WHERE ($until IS NULL AND c.superseded_at IS NULL OR c.recorded_at <= $until AND (c.superseded_at IS NULL OR c.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(c.source_kind, 'text') IN $kinds) OR ($retracted AND a.retracted_stamp IS NOT NULL AND c.retracted)
RETURN id, properties(c) AS c
ORDER BY id, c.id

// :all_entities
MATCH (e:Entity) WHERE e.id > $after AND e.same_as IS NULL AND (EXISTS { MATCH (e)<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) } OR EXISTS { MATCH (x:Entity {same_as: e.id})<-[:MENTIONS]-(a:Article) WHERE ($until IS NULL AND a.retracted_stamp IS NULL OR a.recorded_at <= $until AND (a.retracted_stamp IS NULL OR a.retracted_stamp > $until)) AND ($kinds IS NULL OR coalesce(a.source_kind, 'text') IN $kinds) })
WITH e ORDER BY e.id LIMIT $limit
RETURN e.id AS id, properties(e) AS e, COLLECT { MATCH (x:Entity {same_as: e.id}) RETURN properties(x) ORDER BY x.id } AS merged
ORDER BY e.id LIMIT $limit

// :all_claims
MATCH (c:Claim) WHERE c.id > $after AND ($until IS NULL AND c.superseded_at IS NULL OR c.recorded_at <= $until AND (c.superseded_at IS NULL OR c.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(c.source_kind, 'text') IN $kinds)
WITH c ORDER BY c.id LIMIT $limit
MATCH (c)-[:FROM]->(a:Article)
RETURN c.id AS id, properties(c) AS c, a.id AS article
ORDER BY id

// :all_events
MATCH (e:EVENTS) WHERE e.id > $after AND ($until IS NULL AND e.superseded_at IS NULL OR e.recorded_at <= $until AND (e.superseded_at IS NULL OR e.superseded_at > $until)) AND ($kinds IS NULL OR coalesce(e.source_kind, 'text') IN $kinds)
WITH e ORDER BY e.id LIMIT $limit
RETURN e.id AS id, properties(e) AS e, COLLECT { MATCH (e)-[b:BEHIND|CLOSES]->(d:Dyad) RETURN {tie: properties(b), ends: type(b) = 'CLOSES', from: d.from, relation: d.relation, to: d.to, symmetric: d.symmetric, dyad: d.key} ORDER BY d.key, type(b) } AS ties
ORDER BY id

// :all_edges
MATCH (d:Dyad) WHERE d.key > $after
WITH d ORDER BY d.key LIMIT $limit
OPTIONAL MATCH (:Entity {id: d.from})-[r:EDGE_TYPES {key: d.key}]->(:Entity {id: d.to})
WHERE ($kinds IS NULL OR coalesce(r.source_kind, 'text') IN $kinds)
RETURN d.key AS id, properties(r) AS r
ORDER BY id
