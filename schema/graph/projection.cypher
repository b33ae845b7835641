// How events and direct edges are computed anew for what an import touched.
// Written for this project, Apache-2.0.

// :dirty_blocks
MATCH (b:DirtyBlock) WHERE b.key >= ''
RETURN b.key AS key, b.mark AS mark
ORDER BY b.key LIMIT $limit

// :block_claims
UNWIND $keys AS key
MATCH (c:Claim {block: key})-[:FROM]->(a:Article)
WHERE c.superseded_at IS NULL
RETURN key, properties(c) AS c, a.id AS article, a.wire AS wire, a.published AS published, a.published_precision AS precision, a.source AS source

// :take_blocks
UNWIND $rows AS row
MATCH (b:DirtyBlock {key: row.key, mark: row.mark})
DELETE b
RETURN row.key AS key

// :block_events
UNWIND $keys AS key
MATCH (e:Event {block: key})
RETURN e.id AS id, key, e.digest AS digest

// :mark_dyads
UNWIND $ids AS id
MATCH (:Event {id: id})-[:BEHIND]->(d:Dyad)
SET d:Dirty, d.mark = $mark

// :unlink_events
UNWIND $ids AS id
MATCH (:Event {id: id})-[r:ACTOR|RECIPIENT|THEME|MEDIATOR|AT|BEHIND|EVIDENCE_OF]-()
DELETE r

// :drop_events
UNWIND $ids AS id
MATCH (e:Event {id: id})
DETACH DELETE e

// :put_events
UNWIND $rows AS row
MERGE (e:Event {id: row.id})
WITH e, row, coalesce(e.recorded_at, $now) AS recorded
SET e = row.props, e.recorded_at = recorded

// :link_events
UNWIND $rows AS row
MATCH (n:Event {id: row.id})
MATCH (e:Entity {id: row.entity})
CREATE (n)-[:$(row.role)]->(e)

// :put_evidence
UNWIND $rows AS row
MATCH (c:Claim {id: row.claim})
MATCH (e:Event {id: row.id})
CREATE (c)-[:EVIDENCE_OF {stance: row.stance}]->(e)

// :put_ties
UNWIND $rows AS row
MATCH (e:Event {id: row.id})
MERGE (d:Dyad {key: row.key})
ON CREATE SET d.from = row.from, d.relation = row.relation, d.to = row.to, d.symmetric = row.symmetric
SET d:Dirty, d.mark = $mark
CREATE (e)-[b:BEHIND]->(d)
SET b = row.props

// :dirty_dyads
MATCH (d:Dyad:Dirty)
RETURN d.key AS key, d.mark AS mark, d.from AS from, d.relation AS relation, d.to AS to, d.symmetric AS symmetric
LIMIT $limit

// :dyad_ties
UNWIND $keys AS key
MATCH (:Dyad {key: key})<-[b:BEHIND]-(e:Event)
RETURN key, properties(b) AS b, e.id AS event, e.date AS date, e.date_precision AS precision,
       e.published AS published, e.published_precision AS published_precision,
       e.goldstein AS goldstein, e.confidence AS confidence, e.status AS status

// :take_dyads
UNWIND $rows AS row
MATCH (d:Dyad {key: row.key})
WHERE d:Dirty AND d.mark = row.mark
REMOVE d:Dirty, d.mark
RETURN row.key AS key

// EDGE_TYPE is replaced by one of the schema's own relationship types.
// :put_edges
UNWIND $rows AS row
MATCH (a:Entity {id: row.from})
MATCH (b:Entity {id: row.to})
MERGE (a)-[r:EDGE_TYPE {key: row.key}]->(b)
SET r = row.props

// :drop_edges
UNWIND $rows AS row
MATCH (:Entity {id: row.from})-[r:EDGE_TYPE {key: row.key}]->(:Entity {id: row.to})
DELETE r

// :drop_dyads
UNWIND $keys AS key
MATCH (d:Dyad {key: key})
WHERE NOT d:Dirty AND NOT (d)<-[:BEHIND]-()
DELETE d

// :edge_constraint
CREATE CONSTRAINT edge_EDGE_TYPE IF NOT EXISTS FOR ()-[r:EDGE_TYPE]-() REQUIRE r.key IS UNIQUE
