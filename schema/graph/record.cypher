// How the record is written: articles, entities, mentions, claims. Everything
// that comes from a text is a parameter. Written for this project, Apache-2.0.
//
// Statements that write what is new find all of it by an index of their own, in
// a graph of any size. So they need no other plan when the graph has grown:
// without replan=skip the server makes one every few seconds while it grows fast.

// Every write takes this lock first, so that two importers wait for each other
// instead of losing what the other has written. What it returns must be read
// after the wait: the planner may read a property that is named as soon as the
// node is found, all of them only after what sets one.
// :lock
CYPHER replan=skip
MERGE (e:Entente {id: 'record'}) SET e.written_at = $now
RETURN properties(e) AS e

// :kept_editions
CYPHER replan=skip
UNWIND $ids AS id
MATCH (a:Article {id: id})
RETURN a.id AS id, a.content_hash AS hash, a.edition AS edition, a.retracted_stamp IS NOT NULL AS retracted

// :supersede
UNWIND $rows AS row
MATCH (:Article {id: row.article})<-[:FROM]-(c:Claim)
WHERE c.superseded_at IS NULL
WITH c, c.id IN row.keep AS keep
SET c.superseded_at = CASE WHEN keep THEN null ELSE $now END
RETURN c.block AS block, c.day AS day, keep

// :forget
UNWIND $ids AS id
MATCH (:Article {id: id})-[r:MENTIONS|PUBLISHED_BY]->(n)
WITH r, n.id AS id, coalesce(r.described, '') <> '' AS described
DELETE r
RETURN DISTINCT id, described

// :described
UNWIND $ids AS id
MATCH (:Entity {id: id})<-[r:MENTIONS]-(a:Article)
WHERE a.retracted_stamp IS NULL
RETURN id, coalesce(r.described, '') AS described

// :unlink_claims
UNWIND $ids AS id
MATCH (:Claim {id: id})-[r:FROM|STATED_BY|ACTOR|RECIPIENT|THEME|MEDIATOR|AT]->()
DELETE r

// What is new in this very transaction is created without looking for it, and
// all of it in one statement. What it hangs on is looked up once and named by
// its place in a list; an entity that is not there is left out. The writer puts
// names and values of properties in for ARTICLE_FIELDS and its like, for rows
// with names take longer to send, read and set. FOREACH in place of UNWIND keeps
// the planner from collecting all rows between two steps.
// :new_articles
CYPHER replan=skip
UNWIND $entities AS id
OPTIONAL MATCH (e:Entity {id: id})
WITH collect({node: e}) AS entities
CALL () {
  UNWIND $sources AS id
  MERGE (s:Source {id: id})
  ON CREATE SET s.name = id
  RETURN collect(s) AS sources
}
UNWIND $rows AS article
CREATE (a:Article {ARTICLE_FIELDS, recorded_at: $now})
FOREACH (s IN CASE WHEN article.source IS NULL THEN [] ELSE [sources[article.source]] END | CREATE (a)-[:PUBLISHED_BY]->(s))
FOREACH (mention IN article.mentions |
  FOREACH (e IN CASE WHEN entities[mention.entity].node IS NULL THEN [] ELSE [entities[mention.entity].node] END | CREATE (a)-[:MENTIONS {MENTION_FIELDS}]->(e))
)
WITH a, article, entities
UNWIND article.claims AS claim
CREATE (c:Claim {CLAIM_FIELDS, recorded_at: $now})-[:FROM]->(a)
WITH c, claim, entities
FOREACH (e IN [at IN claim.ACTOR WHERE entities[at].node IS NOT NULL | entities[at].node] | CREATE (c)-[:ACTOR]->(e))
FOREACH (e IN [at IN claim.RECIPIENT WHERE entities[at].node IS NOT NULL | entities[at].node] | CREATE (c)-[:RECIPIENT]->(e))
FOREACH (e IN [at IN claim.THEME WHERE entities[at].node IS NOT NULL | entities[at].node] | CREATE (c)-[:THEME]->(e))
FOREACH (e IN [at IN claim.MEDIATOR WHERE entities[at].node IS NOT NULL | entities[at].node] | CREATE (c)-[:MEDIATOR]->(e))
FOREACH (e IN [at IN claim.STATED_BY WHERE entities[at].node IS NOT NULL | entities[at].node] | CREATE (c)-[:STATED_BY]->(e))
FOREACH (e IN [at IN claim.AT WHERE entities[at].node IS NOT NULL | entities[at].node] | CREATE (c)-[:AT]->(e))

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

// :restate_articles
UNWIND $rows AS row
MATCH (a:Article {id: row.id})
SET a.key = row.key, a.lang = row.lang, a.edition = row.edition

// :put_sources
UNWIND $rows AS row
MERGE (s:Source {id: row.source})
ON CREATE SET s.name = row.source
WITH s, row
UNWIND row.articles AS article
MATCH (a:Article {id: article})
CREATE (a)-[:PUBLISHED_BY]->(s)

// :entities
CYPHER replan=skip
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN properties(e) AS e

// :put_entities
CYPHER replan=skip
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
REMOVE e:State:Person:MilitantGroup:IGO:Organization:Population:Place
SET e:$(row.kind)
WITH e, row, e.same_as AS same_as, e.renamed AS renamed
SET e = row.props
SET e.same_as = same_as, e.renamed = renamed

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
CYPHER replan=skip
UNWIND $keys AS key
MERGE (b:DirtyBlock {key: key})
SET b.mark = $mark

// Days come out of the index, so that claims that no longer count are among them.
// :block_days
CYPHER replan=skip
UNWIND $keys AS key
MATCH (c:Claim)
WHERE c.block = key AND c.day IS NOT NULL
RETURN key, min(c.day) AS first, max(c.day) AS last

// :notes
MATCH (e:Entente {id: 'record'})
RETURN e.decided AS decided, e.rules AS rules

// :note_decided
MERGE (e:Entente {id: 'record'}) SET e.decided = $value

// :note_rules
MERGE (e:Entente {id: 'record'}) SET e.rules = $value, e.format = $format

// :retraction
MATCH (a:Article {id: $id})
RETURN a.retracted_stamp AS stamp

// :retract
MATCH (a:Article {id: $id})
SET a.retracted_at = $at, a.retracted_reason = $reason, a.retracted_stamp = $now
WITH a
MATCH (a)<-[:FROM]-(c:Claim) WHERE c.superseded_at IS NULL
SET c.superseded_at = $now, c.retracted = true
RETURN c.block AS block, c.day AS day

// :restore
MATCH (a:Article {id: $id})
REMOVE a.retracted_at, a.retracted_reason, a.retracted_stamp
WITH a
MATCH (a)<-[:FROM]-(c:Claim) WHERE c.retracted
REMOVE c.superseded_at, c.retracted
RETURN c.block AS block, c.day AS day

// :described_by
MATCH (:Article {id: $id})-[r:MENTIONS]->(e:Entity)
WHERE coalesce(r.described, '') <> ''
RETURN e.id AS id

// :decisions
MATCH (d:Decision)
RETURN d.id AS id, d.body AS body
ORDER BY id

// :put_decisions
UNWIND $rows AS row
MERGE (d:Decision {id: row.id})
SET d = row.props, d.recorded_at = $now
WITH d, row
UNWIND row.about AS about
CALL (about) {
  MATCH (n:Entity {id: about}) RETURN n
  UNION MATCH (n:Claim {id: about}) RETURN n
  UNION MATCH (n:Decision {id: about}) RETURN n
}
MERGE (d)-[:ABOUT]->(n)

// :clear_decided
MATCH (e:Entity) WHERE e.same_as IS NOT NULL OR e.renamed IS NOT NULL
REMOVE e.same_as, e.renamed

// An entity that no article has mentioned yet gets an empty node, to which what
// an article says of it will be joined.
// :put_same
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
MERGE (to:Entity {id: row.to})
SET e.same_as = row.to

// :put_renamed
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
SET e.renamed = row.name

// :concerned
CALL () {
  UNWIND $claims AS id MATCH (c:Claim {id: id}) RETURN c
  UNION
  UNWIND $entities AS id MATCH (:Entity {id: id})<-[:ACTOR|RECIPIENT|THEME|MEDIATOR|STATED_BY|AT]-(c:Claim) RETURN c
}
MATCH (c)-[:FROM]->(a:Article)
RETURN properties(c) AS c, a.id AS article, a.wire AS wire, a.gist AS gist, a.published AS published, a.published_precision AS precision, a.source AS source

// :claims_after
MATCH (c:Claim) WHERE c.id > $after AND (c.superseded_at IS NULL OR c.retracted)
WITH c ORDER BY c.id LIMIT $limit
MATCH (c)-[:FROM]->(a:Article)
RETURN c.id AS id, properties(c) AS c, a.id AS article, a.wire AS wire, a.gist AS gist, a.published AS published, a.published_precision AS precision, a.source AS source
ORDER BY id

// :move_claims
UNWIND $rows AS row
MATCH (c:Claim {id: row.id})
SET c.block = row.block, c.day = row.day

// :event_blocks
MATCH (e:Event)
RETURN DISTINCT e.block AS block

// A graph of another format, and whether anything is there at all.
// :format
OPTIONAL MATCH (e:Entente {id: 'record'})
RETURN coalesce(e.format, 0) AS format, EXISTS { (:Event) } OR EXISTS { (:Article) } AS events

// The versions of articles, of which nothing is known but the day.
// :date_editions
MATCH (a:Article) WHERE a.edition IS NULL
WITH a LIMIT $limit
SET a.edition = CASE WHEN a.url IS NULL THEN '' ELSE coalesce(a.published, '') END
RETURN count(a) AS n

// Claims are found by block and day.
// :day_claims
MATCH (c:Claim) WHERE c.day IS NULL AND c.block IS NOT NULL
WITH c LIMIT $limit
SET c.day = 0
RETURN count(c) AS n

// What events are sorted by.
// :date_events
MATCH (e:Event) WHERE e.at IS NULL AND coalesce(e.date, e.published) IS NOT NULL
WITH e LIMIT $limit
SET e.at = coalesce(e.date, e.published)
RETURN count(e) AS n

// Who coded what there was: texts.
// :kinds_of_nodes
CALL () {
  MATCH (n:Article|Claim|Event|FormerEvent) WHERE n.source_kind IS NULL RETURN n LIMIT $limit
}
SET n.source_kind = 'text'
RETURN count(n) AS n

// :kinds_of_edges
CALL () {
  MATCH ()-[r:EDGE_TYPES]->() WHERE r.source_kind IS NULL RETURN r LIMIT $limit
}
SET r.source_kind = 'text'
RETURN count(r) AS n

// :note_format
MERGE (e:Entente {id: 'record'}) SET e.format = $format

// :drop_former_format
CALL () {
  MATCH (n:Event|Dyad|DirtyBlock) RETURN n LIMIT $limit
}
DETACH DELETE n
RETURN count(n) AS n

// :drop_former_edges
CALL () {
  MATCH ()-[r:EDGE_TYPES]->() RETURN r LIMIT $limit
}
DELETE r
RETURN count(r) AS n

// What network analysis says of actors is no part of the record: it is written
// on demand, and a change of the graph leaves it as it was.
// :clear_measures
MATCH (e:Entity) WHERE e.measured_at IS NOT NULL
REMOVE e.measured_at, e.degree, e.weighted_degree, e.betweenness, e.page_rank, e.bloc

// :put_measures
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
SET e.measured_at = $now, e.degree = row.degree, e.weighted_degree = row.weighted_degree, e.betweenness = row.betweenness, e.page_rank = row.page_rank, e.bloc = row.bloc
RETURN count(e) AS n
