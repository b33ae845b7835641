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
CREATE CONSTRAINT decision_id IF NOT EXISTS FOR (n:Decision) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT dyad_month_key IF NOT EXISTS FOR (n:DyadMonth) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT dirty_month_key IF NOT EXISTS FOR (n:DirtyMonth) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT dirty_block_key IF NOT EXISTS FOR (n:DirtyBlock) REQUIRE n.key IS UNIQUE;
CREATE CONSTRAINT entente_id IF NOT EXISTS FOR (n:Entente) REQUIRE n.id IS UNIQUE;
CREATE INDEX claim_day IF NOT EXISTS FOR (n:Claim) ON (n.block, n.day);
CREATE INDEX event_block IF NOT EXISTS FOR (n:Event) ON (n.block);
CREATE INDEX event_date IF NOT EXISTS FOR (n:Event) ON (n.date_from);
CREATE INDEX event_at IF NOT EXISTS FOR (n:Event) ON (n.at);
CREATE INDEX event_relation IF NOT EXISTS FOR (n:Event) ON (n.relation);
CREATE INDEX former_event_id IF NOT EXISTS FOR (n:FormerEvent) ON (n.id);
CREATE INDEX event_likest IF NOT EXISTS FOR (n:Event) ON (n.likest);
CREATE INDEX dyad_month_dyad IF NOT EXISTS FOR (n:DyadMonth) ON (n.dyad);
CREATE INDEX dirty_month_dyad IF NOT EXISTS FOR (n:DirtyMonth) ON (n.dyad);
CREATE INDEX behind_key IF NOT EXISTS FOR ()-[b:BEHIND]-() ON (b.key);
CREATE INDEX closes_key IF NOT EXISTS FOR ()-[b:CLOSES]-() ON (b.key);
CREATE INDEX dyad_from IF NOT EXISTS FOR (n:Dyad) ON (n.from);
CREATE INDEX dyad_to IF NOT EXISTS FOR (n:Dyad) ON (n.to);
CREATE INDEX entity_same_as IF NOT EXISTS FOR (n:Entity) ON (n.same_as);
CREATE INDEX entity_renamed IF NOT EXISTS FOR (n:Entity) ON (n.renamed);
CREATE INDEX article_published IF NOT EXISTS FOR (n:Article) ON (n.published);
// Of former versions.
DROP INDEX claim_block IF EXISTS;
CREATE FULLTEXT INDEX entity_names IF NOT EXISTS FOR (n:Entity) ON EACH [n.names] OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}};
