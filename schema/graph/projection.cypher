// How events and direct edges are computed anew for what an import touched.
// Written for this project, Apache-2.0.

// :dirty_blocks
MATCH (b:DirtyBlock) WHERE b.key > $after
RETURN b.key AS key, b.mark AS mark
ORDER BY b.key LIMIT $limit

// :block_claims
UNWIND $keys AS key
MATCH (c:Claim)-[:FROM]->(a:Article)
WHERE c.block = key AND c.day IS NOT NULL AND c.superseded_at IS NULL
RETURN key, properties(c) AS c, a.id AS article, a.wire AS wire, a.gist AS gist, a.published AS published, a.published_precision AS precision, a.source AS source

// In a transaction each look into an index copies the set of all nodes that it
// has deleted so far (Neo4j 5.26), so that what deletes comes last, and finds
// everything before it deletes anything.

// :take_blocks
// What is set is of no use but for the lock that comes with it. A block that is
// not fresh has changed since it was read, and stays dirty.
UNWIND $rows AS row
MATCH (b:DirtyBlock {key: row.key})
WHERE b.mark = row.mark OR row.anyway
SET b.taken = $mark
RETURN row.key AS key, b.mark = row.mark AS fresh

// :clean_blocks
UNWIND $keys AS key
MATCH (b:DirtyBlock {key: key})
WITH collect(b) AS all
FOREACH (b IN all | DELETE b)

// :block_events
UNWIND $keys AS key
MATCH (e:Event {block: key})
RETURN e.id AS id, key, e.digest AS digest, e.recorded_at AS recorded

// :mark_months
UNWIND $ids AS id
MATCH (:Event {id: id})-[b:BEHIND|CLOSES]->(d:Dyad)
WITH DISTINCT b.key AS key, d.key AS dyad, b.month AS month
MERGE (m:DirtyMonth {key: key})
SET m.dyad = dyad, m.month = month, m.mark = $mark

// What was known on a former day stays, under another label.
// :supersede_events
UNWIND $ids AS id
MATCH (e:Event {id: id})
WITH collect(e) AS all
UNWIND all AS e
REMOVE e:Event
SET e:FormerEvent, e.superseded_at = $now
WITH e
MATCH (e)-[r:MAYBE_SAME|ENDS]-()
DELETE r

// :drop_events
UNWIND $ids AS id
MATCH (e:Event {id: id})
WITH collect(e) AS all
FOREACH (e IN all | DETACH DELETE e)

// An event without a digest may be wrong: what is computed takes its place.
// :distrust_events
MATCH (e:Event) WHERE e.digest <> ''
WITH e LIMIT $limit
SET e.digest = ''
RETURN count(e) AS n

// :distrust_months
MATCH (p:DyadMonth)
WITH p LIMIT $limit
DELETE p
RETURN count(*) AS n

// :put_events
UNWIND $rows AS row
CREATE (e:Event)
SET e = row.props, e.recorded_at = coalesce(row.recorded, $now)

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
CREATE (e)-[b:$(row.type)]->(d)
SET b = row.props
MERGE (m:DirtyMonth {key: row.props.key})
SET m.dyad = row.key, m.month = row.props.month, m.mark = $mark

// Both events of a pair name each other: whichever is written last ties them.
// :put_maybe_same
UNWIND $rows AS row
MATCH (a:Event {id: row.id})
MATCH (b:Event {id: row.other})
WHERE a.id IN b.maybe_same
MERGE (a)-[r:MAYBE_SAME]-(b)
SET r.score = row.score

// :dirty_dyads
MATCH (m:DirtyMonth) WHERE m.dyad > $after
WITH DISTINCT m.dyad AS key
ORDER BY key LIMIT $limit
MATCH (d:Dyad {key: key})
MATCH (m:DirtyMonth {dyad: key})
RETURN key, collect(m.month) AS months, collect(m.mark) AS marks, d.from AS from, d.relation AS relation, d.to AS to, d.symmetric AS symmetric
ORDER BY key

// :month_ties
UNWIND $keys AS key
CALL (key) {
  MATCH (e:Event)-[b:BEHIND {key: key}]->(d:Dyad) RETURN e, b, d
  UNION ALL MATCH (e:Event)-[b:CLOSES {key: key}]->(d:Dyad) RETURN e, b, d
}
RETURN d.key AS key, properties(b) AS b, type(b) = 'CLOSES' AS ends, e.id AS event, e.date AS date, e.date_precision AS precision,
       e.published AS published, e.published_precision AS published_precision,
       e.goldstein AS goldstein, e.confidence AS confidence, e.status AS status

// :dyad_months
UNWIND $keys AS key
MATCH (p:DyadMonth {dyad: key})
RETURN key, properties(p) AS p

// :take_dyads
UNWIND $rows AS row
MATCH (m:DirtyMonth {dyad: row.key})
WITH row, collect(m) AS found
WHERE size(found) = row.months AND all(m IN found WHERE m.mark IN row.marks)
FOREACH (m IN found | SET m.taken = $mark)
RETURN row.key AS key

// :clean_dyads
UNWIND $keys AS key
MATCH (m:DirtyMonth {dyad: key})
WITH collect(m) AS all
FOREACH (m IN all | DELETE m)

// :put_months
UNWIND $rows AS row
MERGE (p:DyadMonth {key: row.key})
SET p = row

// :drop_months
UNWIND $keys AS key
MATCH (p:DyadMonth {key: key})
WITH collect(p) AS all
FOREACH (p IN all | DELETE p)

// What other events end of the events behind an edge.
// :drop_ends
UNWIND $keys AS key
MATCH (:Dyad {key: key})<-[:CLOSES]-(:Event)-[r:ENDS {dyad: key}]->(:Event)
DELETE r

// :put_ends
UNWIND $rows AS row
MATCH (a:Event {id: row.by})
MATCH (b:Event {id: row.of})
CREATE (a)-[:ENDS {dyad: row.dyad, date: row.date}]->(b)

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
WHERE NOT (d)<-[:BEHIND|CLOSES]-() AND NOT EXISTS { (:DirtyMonth {dyad: d.key}) }
WITH collect(d) AS all
FOREACH (d IN all | DELETE d)

// :edge_constraint
CREATE CONSTRAINT edge_EDGE_TYPE IF NOT EXISTS FOR ()-[r:EDGE_TYPE]-() REQUIRE r.key IS UNIQUE
