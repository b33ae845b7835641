-- A graph of format 4 (graphtest.Handover and a decision), as sqlite3 dumps it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE articles (
  n            INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  key          TEXT NOT NULL,
  url          TEXT NOT NULL,
  title        TEXT NOT NULL,
  lang         TEXT NOT NULL,
  source       TEXT NOT NULL,
  published    TEXT NOT NULL,
  precision    TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  edition      TEXT NOT NULL DEFAULT '', -- of two versions of the article, the greater counts
  wire         TEXT NOT NULL, -- near-duplicate signature
  gist         TEXT NOT NULL, -- what the article as a whole is about
  recorded_at  TEXT NOT NULL,
  retracted_at     TEXT NOT NULL, -- as whoever retracted it says; '' for an article that counts
  retracted_reason TEXT NOT NULL,
  retracted_stamp  TEXT NOT NULL  -- when the retraction was recorded
) STRICT;
INSERT INTO articles VALUES(1,'article:94dc0c2c2e89ab2f','a','https://dawn.example/a','On a','en','dawn.example','2025-03-05','day','127a4c93b5054c1b','2025-03-05 - 127a4c93b5054c1b 0ef7a9e8039955f1','1ac9525e 9ec863dc 2065b86b 8d9bf14f 7359cc09 bb3faf53 0258b62c 1082ecf3','dar extradit ishaq isis marco member mohammad pakistan rubio sharifullah stat unit||','2026-11-26T17:00:00Z','','','');
INSERT INTO articles VALUES(2,'article:92918ffc25e528f3','b','https://wire.example/b','On b','en','wire.example','2025-03-06','day','8f70a4238361cb7f','2025-03-06 - 8f70a4238361cb7f 91c4537057de9ca9','0d357a56 086b7032 8c7a7670 ea94d73b 6ee9f121 01ddd0ff b163f177 8b3978de','extradit india marco mohammad pakistan rubio sharifullah stat unit visit||','2026-11-26T17:00:00Z','','','');
INSERT INTO articles VALUES(3,'article:47bb9609673c4bde','c','https://herald.example/c','On c','en','herald.example','2025-03-06','day','4da3d89420ac54e7','2025-03-06 - 4da3d89420ac54e7 466c1b2a76d8789e','f761a317 e659871f 7ffac221 2f94cf06 114ae7fd 89aad355 7b6e287d 57f26d53','extradit isis mohammad pakistan sharifullah stat unit||','2026-11-26T17:00:00Z','','','');
CREATE TABLE entities (
  n       INTEGER PRIMARY KEY,
  id      TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  country TEXT NOT NULL,
  sector  TEXT NOT NULL,
  curated INTEGER NOT NULL,
  aliases TEXT NOT NULL, -- JSON list
  codes   TEXT NOT NULL, -- JSON map
  same_as TEXT NOT NULL DEFAULT '', -- the entity that stands for it, by decision
  renamed TEXT NOT NULL DEFAULT ''  -- its name, by decision
) STRICT;
INSERT INTO entities VALUES(1,'group:isis-k','MilitantGroup','ISIS-K','','REB',1,'["Islamic State Khorasan Province"]','{}','','');
INSERT INTO entities VALUES(2,'nil:person:mohammad-sharifullah','Person','mohammad sharifullah','','',0,'[]','{}','','Mohammad Sharifullah');
INSERT INTO entities VALUES(3,'person:ishaq-dar','Person','Ishaq Dar','state:PAK','GOV',1,'["Dar"]','{}','','');
INSERT INTO entities VALUES(4,'person:marco-rubio','Person','Marco Rubio','state:USA','GOV',1,'["Rubio"]','{}','','');
INSERT INTO entities VALUES(5,'state:PAK','State','Pakistan','','',1,'["Islamabad","Pakistani"]','{"iso3":"PAK"}','','');
INSERT INTO entities VALUES(6,'state:USA','State','United States','','',1,'["America","US","Washington"]','{"iso3":"USA"}','','');
INSERT INTO entities VALUES(7,'state:IND','State','India','','',1,'["Indian","New Delhi"]','{"iso3":"IND"}','','');
CREATE TABLE names (
  normal TEXT NOT NULL,
  entity TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
  PRIMARY KEY (normal, entity)
) STRICT, WITHOUT ROWID;
INSERT INTO names VALUES('isis-k','group:isis-k');
INSERT INTO names VALUES('islamic-state-khorasan-province','group:isis-k');
INSERT INTO names VALUES('mohammad-sharifullah','nil:person:mohammad-sharifullah');
INSERT INTO names VALUES('dar','person:ishaq-dar');
INSERT INTO names VALUES('ishaq-dar','person:ishaq-dar');
INSERT INTO names VALUES('marco-rubio','person:marco-rubio');
INSERT INTO names VALUES('rubio','person:marco-rubio');
INSERT INTO names VALUES('ind','state:IND');
INSERT INTO names VALUES('india','state:IND');
INSERT INTO names VALUES('indian','state:IND');
INSERT INTO names VALUES('new-delhi','state:IND');
INSERT INTO names VALUES('islamabad','state:PAK');
INSERT INTO names VALUES('pak','state:PAK');
INSERT INTO names VALUES('pakistan','state:PAK');
INSERT INTO names VALUES('pakistani','state:PAK');
INSERT INTO names VALUES('america','state:USA');
INSERT INTO names VALUES('united-states','state:USA');
INSERT INTO names VALUES('us','state:USA');
INSERT INTO names VALUES('usa','state:USA');
INSERT INTO names VALUES('washington','state:USA');
CREATE TABLE mentions (
  article   INTEGER NOT NULL REFERENCES articles (n) ON DELETE CASCADE,
  entity    INTEGER NOT NULL REFERENCES entities (n),
  count     INTEGER NOT NULL,
  surfaces  TEXT NOT NULL, -- JSON list
  salience  REAL NOT NULL,
  described TEXT NOT NULL, -- the entity as this article alone has it, JSON; '' for curated ones
  PRIMARY KEY (article, entity)
) STRICT, WITHOUT ROWID;
INSERT INTO mentions VALUES(1,1,1,'["ISIS-K"]',0.14285714285714284921,'');
INSERT INTO mentions VALUES(1,2,2,'["mohammad sharifullah"]',0.28571428571428569842,'{"ID":"nil:person:mohammad-sharifullah","Kind":"Person","Name":"mohammad sharifullah","Aliases":null,"Codes":null,"Country":"","Sector":"","Curated":false}');
INSERT INTO mentions VALUES(1,3,1,'["Ishaq Dar"]',0.14285714285714284921,'');
INSERT INTO mentions VALUES(1,4,1,'["Marco Rubio"]',0.14285714285714284921,'');
INSERT INTO mentions VALUES(1,5,1,'["Pakistan"]',0.14285714285714284921,'');
INSERT INTO mentions VALUES(1,6,1,'["United States"]',0.14285714285714284921,'');
INSERT INTO mentions VALUES(2,2,1,'["mohammad sharifullah"]',0.2000000000000000111,'{"ID":"nil:person:mohammad-sharifullah","Kind":"Person","Name":"mohammad sharifullah","Aliases":null,"Codes":null,"Country":"","Sector":"","Curated":false}');
INSERT INTO mentions VALUES(2,4,1,'["Marco Rubio"]',0.2000000000000000111,'');
INSERT INTO mentions VALUES(2,5,1,'["Pakistan"]',0.2000000000000000111,'');
INSERT INTO mentions VALUES(2,6,1,'["United States"]',0.2000000000000000111,'');
INSERT INTO mentions VALUES(2,7,1,'["India"]',0.2000000000000000111,'');
INSERT INTO mentions VALUES(3,1,1,'["ISIS-K"]',0.25,'');
INSERT INTO mentions VALUES(3,2,1,'["mohammad sharifullah"]',0.25,'{"ID":"nil:person:mohammad-sharifullah","Kind":"Person","Name":"mohammad sharifullah","Aliases":null,"Codes":null,"Country":"","Sector":"","Curated":false}');
INSERT INTO mentions VALUES(3,5,1,'["Pakistan"]',0.25,'');
INSERT INTO mentions VALUES(3,6,1,'["United States"]',0.25,'');
CREATE TABLE claims (
  n             INTEGER PRIMARY KEY,
  id            TEXT NOT NULL,
  hash          INTEGER NOT NULL, -- of the id
  article       INTEGER NOT NULL REFERENCES articles (n),
  block         TEXT NOT NULL,
  slot          INTEGER NOT NULL, -- of the block
  day           INTEGER NOT NULL DEFAULT 0, -- by which it is compared, in days since 1970
  relation      TEXT NOT NULL,
  actor         TEXT NOT NULL, -- JSON lists of entity ids; themes may be quoted words
  recipient     TEXT NOT NULL,
  theme         TEXT NOT NULL,
  mediator      TEXT NOT NULL,
  offices       TEXT NOT NULL, -- JSON map: who acts for which state
  within        TEXT NOT NULL DEFAULT '{}', -- JSON map: which place or population is of which state
  polarity      TEXT NOT NULL,
  modality      TEXT NOT NULL,
  speaker       TEXT NOT NULL,
  date          TEXT NOT NULL,
  precision     TEXT NOT NULL,
  place         TEXT NOT NULL,
  location      TEXT NOT NULL, -- the entity that place names
  sentence      TEXT NOT NULL,
  sentence_start INTEGER NOT NULL, -- byte offsets into the article's text
  sentence_end  INTEGER NOT NULL,
  quote         TEXT NOT NULL,
  quote_start   INTEGER NOT NULL,
  quote_end     INTEGER NOT NULL,
  trigger_start INTEGER NOT NULL,
  trigger_end   INTEGER NOT NULL,
  marks         TEXT NOT NULL, -- JSON list
  rule          TEXT NOT NULL,
  confidence    REAL NOT NULL,
  recorded_at   TEXT NOT NULL,
  superseded_at TEXT, -- NULL while current
  retracted     INTEGER NOT NULL DEFAULT 0 -- superseded with its article, to be restored with it
) STRICT;
INSERT INTO claims VALUES(1,'claim:0d2f699b2d7cc1cc',475047080801231078,1,'TALKS|state:PAK+state:USA@1679',7211574743181,20152,'MEETS_WITH','["person:ishaq-dar","person:marco-rubio"]','[]','[]','[]','{"person:ishaq-dar":"state:PAK","person:marco-rubio":"state:USA"}','{}','affirmed','asserted','','2025-03-05','day','','',' Ishaq Dar Marco Rubio.',459,482,' Ishaq Dar Marco Rubio.',459,482,0,0,'[{"Role":"actor","start":460,"end":469},{"Role":"actor","start":470,"end":481}]','relations/meets_with.yaml:14',0.9000000000000000222,'2026-11-26T17:00:00Z',NULL,0);
INSERT INTO claims VALUES(2,'claim:27d164809dec2d8b',1434592470589904581,1,'MEMBER_OF|nil:person:mohammad-sharifullah|group:isis-k@month 2025-03',227673376036909,0,'MEMBER_OF','["nil:person:mohammad-sharifullah"]','["group:isis-k"]','[]','[]','{}','{}','affirmed','asserted','','','','','',' mohammad sharifullah member_of ISIS-K.',483,522,' mohammad sharifullah member_of ISIS-K.',483,522,505,514,'[{"Role":"actor","start":484,"end":504},{"Role":"actor","start":515,"end":521}]','relations/member_of.yaml:14',0.9000000000000000222,'2026-11-26T17:00:00Z',NULL,0);
INSERT INTO claims VALUES(3,'claim:a32de5db45180863',5879153466027017265,1,'EXTRADITES|state:PAK|state:USA@1679',7214732596670,20151,'EXTRADITES','["state:PAK"]','["state:USA"]','["nil:person:mohammad-sharifullah"]','[]','{}','{}','affirmed','asserted','','2025-03-04','day','','',' Pakistan extradites United States mohammad sharifullah.',402,458,' Pakistan extradites United States mohammad sharifullah.',402,458,412,422,'[{"Role":"actor","start":403,"end":411},{"Role":"actor","start":423,"end":436},{"Role":"actor","start":437,"end":457}]','relations/extradites.yaml:14',0.9000000000000000222,'2026-11-26T17:00:00Z',NULL,0);
INSERT INTO claims VALUES(4,'claim:a80361bbcb60cda6',6053313841250461395,2,'TALKS|state:IND+state:USA@1683',7231556247306,20199,'VISITS','["person:marco-rubio"]','["state:IND"]','[]','[]','{"person:marco-rubio":"state:USA"}','{}','affirmed','future','','2025-04-21','day','','',' Marco Rubio visits India.',461,487,' Marco Rubio visits India.',461,487,474,480,'[{"Role":"actor","start":462,"end":473},{"Role":"actor","start":481,"end":486}]','relations/visits.yaml:14',0.9000000000000000222,'2026-11-26T17:00:00Z',NULL,0);
INSERT INTO claims VALUES(5,'claim:fa2fc3aaf655e048',9013921486216032292,2,'EXTRADITES|state:PAK|state:USA@1679',7214732596670,20151,'EXTRADITES','["state:PAK"]','["state:USA"]','["nil:person:mohammad-sharifullah"]','[]','{}','{}','affirmed','asserted','','2025-03-04','day','','',' Pakistan extradites United States mohammad sharifullah.',404,460,' Pakistan extradites United States mohammad sharifullah.',404,460,414,424,'[{"Role":"actor","start":405,"end":413},{"Role":"actor","start":425,"end":438},{"Role":"actor","start":439,"end":459}]','relations/extradites.yaml:14',0.9000000000000000222,'2026-11-26T17:00:00Z',NULL,0);
INSERT INTO claims VALUES(6,'claim:8ee2dbbe1aea353c',5148016653832100510,3,'EXTRADITES|state:PAK|state:USA@1679',7214732596670,20153,'EXTRADITES','["state:PAK"]','["state:USA"]','["nil:person:mohammad-sharifullah"]','[]','{}','{}','denied','asserted','group:isis-k','','','','',' Pakistan extradites ISIS-K United States mohammad sharifullah.',402,465,' Pakistan extradites ISIS-K United States mohammad sharifullah.',402,465,412,422,'[{"Role":"actor","start":403,"end":411},{"Role":"actor","start":423,"end":429},{"Role":"actor","start":430,"end":443},{"Role":"actor","start":444,"end":464}]','relations/extradites.yaml:14',0.9000000000000000222,'2026-11-26T17:00:00Z',NULL,0);
CREATE TABLE decisions (
  id          TEXT PRIMARY KEY,
  body        TEXT NOT NULL, -- JSON
  recorded_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO decisions VALUES('decision:33db3dd785a119a3','{"id":"decision:33db3dd785a119a3","kind":"rename","about":["nil:person:mohammad-sharifullah"],"name":"Mohammad Sharifullah","by":"tester","at":"2026-11-26T17:00:00Z"}','2026-11-26T17:00:00Z');
CREATE TABLE events (
  version     INTEGER PRIMARY KEY,
  id          TEXT NOT NULL,
  hash        INTEGER NOT NULL, -- of the id
  block       TEXT NOT NULL,
  slot        INTEGER NOT NULL, -- of the block
  relation    TEXT NOT NULL,
  plover      TEXT NOT NULL,
  mode        TEXT NOT NULL,
  cameo       TEXT NOT NULL,
  quad        INTEGER NOT NULL,
  goldstein   REAL NOT NULL,
  actor       TEXT NOT NULL,
  recipient   TEXT NOT NULL,
  theme       TEXT NOT NULL,
  mediator    TEXT NOT NULL,
  date        TEXT NOT NULL,
  precision   TEXT NOT NULL,
  inferred    INTEGER NOT NULL, -- the date is that of publication
  published   TEXT NOT NULL,
  published_precision TEXT NOT NULL,
  place       TEXT NOT NULL,
  location    TEXT NOT NULL,
  claims      TEXT NOT NULL,
  denying     TEXT NOT NULL,
  articles    TEXT NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  factual     INTEGER NOT NULL,
  modality    TEXT NOT NULL,
  confidence  REAL NOT NULL,
  status      TEXT NOT NULL,
  maybe_same  TEXT NOT NULL, -- JSON list of event ids
  likeness    TEXT NOT NULL, -- JSON list of numbers, as many
  likest      REAL NOT NULL, -- the largest of them, 0 for none
  digest      TEXT NOT NULL, -- of all of the above and the ties: unchanged events are not written
  recorded_at TEXT NOT NULL,
  superseded_at TEXT
) STRICT;
INSERT INTO events VALUES(1,'event:69c959b430f419e3',3811361237375782129,'TALKS|state:PAK+state:USA@1679',7211574743181,'MEETS_WITH','CONSULT','','04',1,1.0,'["person:ishaq-dar","person:marco-rubio"]','[]','[]','[]','2025-03-05','day',0,'2025-03-05','day','','','["claim:0d2f699b2d7cc1cc"]','[]','["article:94dc0c2c2e89ab2f"]',1,1,0,1,'asserted',0.9000000000000000222,'auto','[]','[]',0.0,'81b07d2e19117653','2026-11-26T17:00:00Z',NULL);
INSERT INTO events VALUES(2,'event:47107e0c49fb9b65',2560365683783093682,'EXTRADITES|state:PAK|state:USA@1679',7214732596670,'EXTRADITES','COOPERATE','','063',2,7.4000000000000003552,'["state:PAK"]','["state:USA"]','["nil:person:mohammad-sharifullah"]','[]','2025-03-04','day',0,'2025-03-05','day','','','["claim:8ee2dbbe1aea353c","claim:a32de5db45180863","claim:fa2fc3aaf655e048"]','["claim:8ee2dbbe1aea353c"]','["article:47bb9609673c4bde","article:92918ffc25e528f3","article:94dc0c2c2e89ab2f"]',2,2,1,1,'asserted',0.9000000000000000222,'contested','[]','[]',0.0,'6083665074c15c7b','2026-11-26T17:00:00Z',NULL);
INSERT INTO events VALUES(3,'event:c8c58105982ea252',7233555619512799529,'TALKS|state:IND+state:USA@1683',7231556247306,'VISITS','CONSULT','','042',1,1.8999999999999999111,'["person:marco-rubio"]','["state:IND"]','[]','[]','2025-04-21','day',0,'2025-03-06','day','','','["claim:a80361bbcb60cda6"]','[]','["article:92918ffc25e528f3"]',1,1,0,0,'future',0.9000000000000000222,'auto','[]','[]',0.0,'fe20fc7f7f16c1a0','2026-11-26T17:00:00Z',NULL);
INSERT INTO events VALUES(4,'event:5d4696de5922df8b',3360612687809703877,'MEMBER_OF|nil:person:mohammad-sharifullah|group:isis-k@month 2025-03',227673376036909,'MEMBER_OF','','','',0,0.0,'["nil:person:mohammad-sharifullah"]','["group:isis-k"]','[]','[]','2025-03-05','day',1,'2025-03-05','day','','','["claim:27d164809dec2d8b"]','[]','["article:94dc0c2c2e89ab2f"]',1,1,0,1,'asserted',0.9000000000000000222,'auto','[]','[]',0.0,'1e7468a8dc938da5','2026-11-26T17:00:00Z',NULL);
CREATE TABLE counted (
  relation TEXT NOT NULL,
  date     TEXT NOT NULL,
  events   INTEGER NOT NULL,
  PRIMARY KEY (relation, date)
) STRICT, WITHOUT ROWID;
INSERT INTO counted VALUES('EXTRADITES','2025-03-04',1);
INSERT INTO counted VALUES('MEETS_WITH','2025-03-05',1);
INSERT INTO counted VALUES('MEMBER_OF','2025-03-05',1);
INSERT INTO counted VALUES('VISITS','2025-04-21',1);
CREATE TABLE parties (
  entity  INTEGER NOT NULL REFERENCES entities (n),
  version INTEGER NOT NULL REFERENCES events (version) ON DELETE CASCADE,
  PRIMARY KEY (entity, version)
) STRICT, WITHOUT ROWID;
INSERT INTO parties VALUES(3,1);
INSERT INTO parties VALUES(4,1);
INSERT INTO parties VALUES(2,2);
INSERT INTO parties VALUES(5,2);
INSERT INTO parties VALUES(6,2);
INSERT INTO parties VALUES(4,3);
INSERT INTO parties VALUES(7,3);
INSERT INTO parties VALUES(1,4);
INSERT INTO parties VALUES(2,4);
CREATE TABLE dyads (
  n           INTEGER PRIMARY KEY,
  dyad        TEXT NOT NULL UNIQUE, -- source|relation|target
  source      INTEGER NOT NULL REFERENCES entities (n),
  target      INTEGER NOT NULL REFERENCES entities (n),
  relation    TEXT NOT NULL,
  symmetric   INTEGER NOT NULL,
  via         TEXT NOT NULL DEFAULT '',
  first       TEXT NOT NULL DEFAULT '',
  last        TEXT NOT NULL DEFAULT '',
  ended       TEXT NOT NULL DEFAULT '',
  events      INTEGER NOT NULL DEFAULT 0,
  reports     INTEGER NOT NULL DEFAULT 0,
  independent INTEGER NOT NULL DEFAULT 0,
  denied      INTEGER NOT NULL DEFAULT 0,
  contested   INTEGER NOT NULL DEFAULT 0,
  score       REAL NOT NULL DEFAULT 0,
  confidence  REAL NOT NULL DEFAULT 0,
  event_ids   TEXT NOT NULL DEFAULT '[]',
  ends        TEXT NOT NULL DEFAULT '[]' -- JSON list
) STRICT;
INSERT INTO dyads VALUES(1,'person:ishaq-dar|MEETS_WITH|person:marco-rubio',3,4,'MEETS_WITH',1,'direct','2025-03-05','2025-03-05','',1,1,1,0,0,1.0,0.9000000000000000222,'["event:69c959b430f419e3"]','[]');
INSERT INTO dyads VALUES(2,'state:PAK|MEETS_WITH|state:USA',5,6,'MEETS_WITH',1,'office','2025-03-05','2025-03-05','',1,1,1,0,0,1.0,0.9000000000000000222,'["event:69c959b430f419e3"]','[]');
INSERT INTO dyads VALUES(3,'nil:person:mohammad-sharifullah|EXTRADITED_BY|state:PAK',2,5,'EXTRADITED_BY',0,'direct','2025-03-04','2025-03-04','',1,2,2,1,1,7.4000000000000003552,0.9000000000000000222,'["event:47107e0c49fb9b65"]','[]');
INSERT INTO dyads VALUES(4,'nil:person:mohammad-sharifullah|EXTRADITED_TO|state:USA',2,6,'EXTRADITED_TO',0,'direct','2025-03-04','2025-03-04','',1,2,2,1,1,7.4000000000000003552,0.9000000000000000222,'["event:47107e0c49fb9b65"]','[]');
INSERT INTO dyads VALUES(5,'state:PAK|EXTRADITES_TO|state:USA',5,6,'EXTRADITES_TO',0,'direct','2025-03-04','2025-03-04','',1,2,2,1,1,7.4000000000000003552,0.9000000000000000222,'["event:47107e0c49fb9b65"]','[]');
INSERT INTO dyads VALUES(6,'nil:person:mohammad-sharifullah|MEMBER_OF|group:isis-k',2,1,'MEMBER_OF',0,'direct','2025-03-05','2025-03-05','',1,1,1,0,0,0.0,0.9000000000000000222,'["event:5d4696de5922df8b"]','[]');
CREATE TABLE ties (
  dyad        INTEGER NOT NULL REFERENCES dyads (n),
  month       TEXT NOT NULL, -- of the event
  version     INTEGER NOT NULL REFERENCES events (version) ON DELETE CASCADE,
  via         TEXT NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  ends        INTEGER NOT NULL, -- the event ends the edge
  PRIMARY KEY (dyad, month, version, ends)
) STRICT, WITHOUT ROWID;
INSERT INTO "ties" VALUES(1,'2025-03',1,'direct',1,1,0,0);
INSERT INTO "ties" VALUES(2,'2025-03',1,'office',1,1,0,0);
INSERT INTO "ties" VALUES(3,'2025-03',2,'direct',2,2,1,0);
INSERT INTO "ties" VALUES(4,'2025-03',2,'direct',2,2,1,0);
INSERT INTO "ties" VALUES(5,'2025-03',2,'direct',2,2,1,0);
INSERT INTO "ties" VALUES(6,'2025-03',4,'direct',1,1,0,0);
CREATE TABLE parts (
  dyad        INTEGER NOT NULL REFERENCES dyads (n),
  month       TEXT NOT NULL,
  via         TEXT NOT NULL,
  first       TEXT NOT NULL,
  last        TEXT NOT NULL,
  events      INTEGER NOT NULL,
  reports     INTEGER NOT NULL,
  independent INTEGER NOT NULL,
  denied      INTEGER NOT NULL,
  contested   INTEGER NOT NULL,
  score       REAL NOT NULL,
  confidence  REAL NOT NULL,
  event_ids   TEXT NOT NULL,
  ends        TEXT NOT NULL, -- JSON list
  PRIMARY KEY (dyad, month)
) STRICT, WITHOUT ROWID;
INSERT INTO parts VALUES(1,'2025-03','direct','2025-03-05','2025-03-05',1,1,1,0,0,1.0,0.9000000000000000222,'["event:69c959b430f419e3"]','[]');
INSERT INTO parts VALUES(2,'2025-03','office','2025-03-05','2025-03-05',1,1,1,0,0,1.0,0.9000000000000000222,'["event:69c959b430f419e3"]','[]');
INSERT INTO parts VALUES(3,'2025-03','direct','2025-03-04','2025-03-04',1,2,2,1,1,7.4000000000000003552,0.9000000000000000222,'["event:47107e0c49fb9b65"]','[]');
INSERT INTO parts VALUES(4,'2025-03','direct','2025-03-04','2025-03-04',1,2,2,1,1,7.4000000000000003552,0.9000000000000000222,'["event:47107e0c49fb9b65"]','[]');
INSERT INTO parts VALUES(5,'2025-03','direct','2025-03-04','2025-03-04',1,2,2,1,1,7.4000000000000003552,0.9000000000000000222,'["event:47107e0c49fb9b65"]','[]');
INSERT INTO parts VALUES(6,'2025-03','direct','2025-03-05','2025-03-05',1,1,1,0,0,0.0,0.9000000000000000222,'["event:5d4696de5922df8b"]','[]');
CREATE TABLE dirty_blocks (
  slot  INTEGER NOT NULL, -- so that blocks of one time are computed together
  block TEXT NOT NULL,
  mark  INTEGER NOT NULL,
  PRIMARY KEY (slot, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE dirty_dyads (
  dyad  INTEGER NOT NULL REFERENCES dyads (n),
  month TEXT NOT NULL,
  mark  INTEGER NOT NULL,
  PRIMARY KEY (dyad, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE marks (last INTEGER NOT NULL) STRICT;
INSERT INTO marks VALUES(4);
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO notes VALUES('decided','');
INSERT INTO notes VALUES('rules','2026-11-3 b16da96e774acc20');
CREATE INDEX entities_same_as ON entities (same_as) WHERE same_as <> '';
CREATE INDEX names_entity ON names (entity);
CREATE INDEX mentions_entity ON mentions (entity);
CREATE INDEX claims_hash ON claims (hash);
CREATE INDEX claims_article ON claims (article);
CREATE INDEX claims_slot ON claims (slot, day) WHERE superseded_at IS NULL;
CREATE INDEX events_hash ON events (hash);
CREATE INDEX events_slot ON events (slot) WHERE superseded_at IS NULL;
CREATE INDEX events_likest ON events (likest) WHERE superseded_at IS NULL AND likest > 0;
CREATE INDEX parties_version ON parties (version);
CREATE INDEX dyads_source ON dyads (source, target, events, independent, reports);
CREATE INDEX dyads_target ON dyads (target, source, events, independent, reports);
CREATE INDEX dyads_strength ON dyads (independent DESC, reports DESC) WHERE events > 0;
CREATE INDEX ties_version ON ties (version);
COMMIT;
PRAGMA application_id = 1164866661;
PRAGMA user_version = 4;
