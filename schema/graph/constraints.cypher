// Constraints and indexes of the graph, for Neo4j 5.26 Community. Written for
// this project, Apache-2.0. `entente schema --apply` runs them; so does an import.
// Each edge type also gets a constraint on its key (edge_constraint in
// projection.cypher).
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT article_id IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT source_id IF NOT EXISTS FOR (n:Source) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT claim_id IF NOT EXISTS FOR (n:Claim) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT event_id IF NOT EXISTS FOR (n:Event) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT dyad_key IF NOT EXISTS FOR (n:Dyad) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT dirty_block_key IF NOT EXISTS FOR (n:DirtyBlock) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT entente_id IF NOT EXISTS FOR (n:Entente) REQUIRE n.id IS UNIQUE;
CREATE INDEX claim_block IF NOT EXISTS FOR (n:Claim) ON (n.block);
CREATE INDEX event_block IF NOT EXISTS FOR (n:Event) ON (n.block);
CREATE INDEX event_date IF NOT EXISTS FOR (n:Event) ON (n.date_from);
CREATE INDEX event_relation IF NOT EXISTS FOR (n:Event) ON (n.relation);
CREATE INDEX article_published IF NOT EXISTS FOR (n:Article) ON (n.published);
CREATE FULLTEXT INDEX entity_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.names] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
