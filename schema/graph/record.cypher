// How the record is written: articles, entities, mentions, claims. Everything
// that comes from a text is a parameter. Written for this project, Apache-2.0.

// Every write takes this lock first, so that two importers wait for each other
// instead of losing what the other has written.
// :lock
MERGE (e:Entente {id: 'record'}) SET e.written_at = $now

// :hashes
UNWIND $ids AS id
MATCH (a:Article {id: id})
RETURN a.id AS id, a.content_hash AS hash

// :supersede
UNWIND $rows AS row
MATCH (:Article {id: row.article})<-[:FROM]-(c:Claim)
WHERE c.superseded_at IS NULL
WITH c, c.id IN row.keep AS keep
SET c.superseded_at = CASE WHEN keep THEN null ELSE $now END
RETURN c.block AS block, keep

// :forget
UNWIND $ids AS id
MATCH (:Article {id: id})-[r:MENTIONS|PUBLISHED_BY]->(n)
WITH r, n.id AS id, coalesce(r.described, '') <> '' AS described
DELETE r
RETURN DISTINCT id, described

// :described
UNWIND $ids AS id
MATCH (:Entity {id: id})<-[r:MENTIONS]-(:Article)
RETURN id, coalesce(r.described, '') AS described

// :unlink_claims
UNWIND $ids AS id
MATCH (:Claim {id: id})-[r:FROM|STATED_BY|ACTOR|RECIPIENT|THEME|MEDIATOR|AT]->()
DELETE r

// The statements "new_…" write what is new in this very transaction: it is
// created without looking for it. A node is looked up once for all that hangs
// on it: that, and few round trips, is what makes writing fast.
// :new_articles
UNWIND $rows AS row
CREATE (a:Article)
SET a = row.props
WITH a, row
UNWIND row.mentions AS mention
MATCH (e:Entity {id: mention.entity})
CREATE (a)-[m:MENTIONS]->(e)
SET m = mention.props

// :put_articles
UNWIND $rows AS row
MERGE (a:Article {id: row.id})
WITH a, row, coalesce(a.recorded_at, $now) AS recorded
SET a = row.props, a.recorded_at = recorded
WITH a, row
UNWIND row.mentions AS mention
MATCH (e:Entity {id: mention.entity})
CREATE (a)-[m:MENTIONS]->(e)
SET m = mention.props

// :put_sources
UNWIND $rows AS row
MERGE (s:Source {id: row.source})
ON CREATE SET s.name = row.source
WITH s, row
UNWIND row.articles AS article
MATCH (a:Article {id: article})
CREATE (a)-[:PUBLISHED_BY]->(s)

// :entities
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN properties(e) AS e

// :put_entities
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
REMOVE e:State:Person:MilitantGroup:IGO:Organization:Population:Place
SET e:$(row.kind)
SET e = row.props

// :new_claims
UNWIND $rows AS row
MATCH (a:Article {id: row.article})
UNWIND row.claims AS claim
CREATE (c:Claim)-[:FROM]->(a)
SET c = claim.props
WITH c, claim
UNWIND claim.links AS link
MATCH (e:Entity {id: link.entity})
CREATE (c)-[:$(link.role)]->(e)

// :put_claims
UNWIND $rows AS row
MATCH (a:Article {id: row.article})
UNWIND row.claims AS claim
MERGE (c:Claim {id: claim.props.id})
WITH a, c, claim, coalesce(c.recorded_at, $now) AS recorded
SET c = claim.props, c.recorded_at = recorded
CREATE (c)-[:FROM]->(a)
WITH c, claim
UNWIND claim.links AS link
MATCH (e:Entity {id: link.entity})
CREATE (c)-[:$(link.role)]->(e)

// :mark_blocks
UNWIND $keys AS key
MERGE (b:DirtyBlock {key: key})
SET b.mark = $mark
