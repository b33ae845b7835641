-- From format 3 to format 4, after the new tables were made: the record moves in.
-- The rules of the projection are not noted, so that the next import makes it
-- anew; claims get their numbers by program. Written for this project, Apache-2.0.
INSERT INTO articles (id, key, url, title, lang, source, published, precision, content_hash, edition, wire, gist, recorded_at, retracted_at,
  retracted_reason, retracted_stamp)
SELECT a.id, a.key, a.url, a.title, a.lang, a.source, a.published, a.precision, a.content_hash, a.edition, a.wire, a.gist, a.recorded_at,
  a.retracted_at, a.retracted_reason, a.retracted_stamp
FROM former_articles a ORDER BY a.recorded_at, a.id;
INSERT INTO entities (id, kind, name, country, sector, curated, aliases, codes, same_as, renamed)
SELECT e.id, e.kind, e.name, e.country, e.sector, e.curated, e.aliases, e.codes, e.same_as, e.renamed
FROM former_entities e ORDER BY e.id;
INSERT INTO names SELECT normal, entity FROM former_names;
INSERT INTO mentions (article, entity, count, surfaces, salience, described)
SELECT a.n, e.n, m.count, m.surfaces, m.salience, m.described
FROM former_mentions m JOIN articles a ON a.id = m.article JOIN entities e ON e.id = m.entity ORDER BY a.n, e.n;
INSERT INTO claims (id, hash, article, block, slot, day, relation, actor, recipient, theme, mediator, offices, within, polarity, modality,
  speaker, date, precision, place, location, sentence, sentence_start, sentence_end, quote, quote_start, quote_end,
  trigger_start, trigger_end, marks, rule, confidence, recorded_at, superseded_at, retracted)
SELECT c.id, 0, a.n, c.block, 0, c.day, c.relation, c.actor, c.recipient, c.theme, c.mediator, c.offices, c.within, c.polarity,
  c.modality, c.speaker, c.date, c.precision, c.place, c.location, c.sentence, c.sentence_start, c.sentence_end,
  c.quote, c.quote_start, c.quote_end, c.trigger_start, c.trigger_end, c.marks, c.rule, c.confidence, c.recorded_at,
  c.superseded_at, c.retracted
FROM former_claims c JOIN articles a ON a.id = c.article ORDER BY a.n, c.id;
INSERT INTO decisions SELECT id, body, recorded_at FROM former_decisions;
INSERT INTO notes SELECT name, value FROM former_notes WHERE name = 'decided';
DROP TABLE former_mentions;
DROP TABLE former_claims;
DROP TABLE former_names;
DROP TABLE former_articles;
DROP TABLE former_entities;
DROP TABLE former_decisions;
DROP TABLE former_notes;
