CREATE TABLE attempts (
	op TEXT NOT NULL,
	connection TEXT NOT NULL,
	record_id TEXT NOT NULL,
	is_open SMALLINT NOT NULL,
	started INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (op)
);
CREATE INDEX attempts_by_record ON attempts (record_id, op);
CREATE UNIQUE INDEX attempts_open ON attempts (connection, record_id) WHERE is_open = 1;
CREATE TABLE audit (
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	actor TEXT NOT NULL,
	cause TEXT NOT NULL,
	run TEXT NOT NULL,
	object TEXT NOT NULL,
	record_id TEXT NOT NULL,
	connection TEXT NOT NULL,
	changes TEXT NOT NULL,
	note TEXT NOT NULL,
	digest BLOB NOT NULL,
	PRIMARY KEY (seq)
);
CREATE INDEX audit_by_record ON audit (record_id, seq) WHERE record_id <> '';
CREATE TABLE bases (
	id INTEGER NOT NULL,
	hub TEXT NOT NULL,
	crm TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE conflicts (
	id TEXT NOT NULL,
	connection TEXT NOT NULL,
	crm_object TEXT NOT NULL,
	crm_id TEXT NOT NULL,
	rule TEXT NOT NULL,
	record_id TEXT NOT NULL,
	state TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX conflicts_by_record ON conflicts (record_id) WHERE state = 'open';
CREATE INDEX conflicts_by_state ON conflicts (state, id);
CREATE UNIQUE INDEX conflicts_open ON conflicts (connection, crm_object, crm_id, rule) WHERE state = 'open';
CREATE TABLE counters (
	kind TEXT NOT NULL,
	connection TEXT NOT NULL,
	object TEXT NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (kind, connection, object)
);
CREATE TABLE cursors (
	connection TEXT NOT NULL,
	object TEXT NOT NULL,
	stream TEXT NOT NULL,
	position TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (connection, object, stream)
);
CREATE TABLE heads (
	id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	digest BLOB NOT NULL,
	base INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE "indexed" (
	id INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE items (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	connection TEXT NOT NULL,
	object TEXT NOT NULL,
	subject TEXT NOT NULL,
	record_id TEXT,
	state TEXT NOT NULL,
	closed_at INTEGER,
	body TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX items_by_kind ON items (kind, id);
CREATE INDEX items_by_record ON items (record_id) WHERE state = 'open';
CREATE INDEX items_by_state ON items (state, id);
CREATE UNIQUE INDEX items_open ON items (connection, object, subject, kind) WHERE state = 'open';
CREATE TABLE layouts (
	name TEXT NOT NULL,
	hub TEXT NOT NULL,
	crm TEXT NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE leases (
	lane TEXT NOT NULL,
	owner TEXT NOT NULL,
	fence INTEGER NOT NULL,
	until INTEGER NOT NULL,
	PRIMARY KEY (lane)
);
CREATE TABLE links (
	connection TEXT NOT NULL,
	crm_object TEXT NOT NULL,
	crm_id TEXT NOT NULL,
	record_id TEXT NOT NULL,
	digest BLOB NOT NULL,
	remote_version INTEGER NOT NULL,
	state TEXT NOT NULL,
	seen INTEGER NOT NULL,
	layout TEXT NOT NULL,
	generation INTEGER NOT NULL,
	base INTEGER NOT NULL,
	PRIMARY KEY (connection, crm_object, crm_id)
)
 WITHOUT ROWID;
CREATE INDEX links_by_record ON links (record_id);
CREATE TABLE match_keys (
	object TEXT NOT NULL,
	field TEXT NOT NULL,
	norm TEXT NOT NULL,
	record_id TEXT NOT NULL,
	PRIMARY KEY (object, field, norm, record_id)
)
 WITHOUT ROWID;
CREATE TABLE notes (
	name TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE pending (
	connection TEXT NOT NULL,
	record_id TEXT NOT NULL,
	object TEXT NOT NULL,
	since INTEGER NOT NULL,
	next_at INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	reason TEXT NOT NULL,
	waiting_for TEXT,
	parked SMALLINT NOT NULL,
	overwrites SMALLINT NOT NULL,
	PRIMARY KEY (connection, record_id)
)
 WITHOUT ROWID;
CREATE INDEX pending_due ON pending (connection, object, next_at, record_id) WHERE parked = 0 AND waiting_for IS NULL;
CREATE INDEX pending_overwrites ON pending (connection, object, next_at) WHERE overwrites = 1 AND parked = 0 AND waiting_for IS NULL;
CREATE INDEX pending_since ON pending (connection, since);
CREATE INDEX pending_waiting ON pending (waiting_for) WHERE waiting_for IS NOT NULL;
CREATE TABLE records (
	id TEXT NOT NULL,
	object TEXT NOT NULL,
	version INTEGER NOT NULL,
	fields TEXT NOT NULL,
	keys TEXT NOT NULL,
	created_version INTEGER NOT NULL,
	created_at INTEGER NOT NULL,
	created_by TEXT NOT NULL,
	edits TEXT,
	deleted_at INTEGER,
	deleted_by TEXT,
	merged_into TEXT,
	PRIMARY KEY (id)
);
CREATE INDEX records_deleted ON records (object, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX records_live ON records (object, id) WHERE deleted_at IS NULL;
CREATE TABLE runs (
	id TEXT NOT NULL,
	ended INTEGER,
	is_idle SMALLINT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX runs_idle ON runs (ended) WHERE is_idle = 1;
CREATE TABLE signals (
	connection TEXT NOT NULL,
	object TEXT NOT NULL,
	crm_id TEXT NOT NULL,
	since INTEGER NOT NULL,
	next_at INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	attempts INTEGER NOT NULL,
	reason TEXT NOT NULL,
	waiting_object TEXT,
	waiting_for TEXT,
	parked SMALLINT NOT NULL,
	PRIMARY KEY (connection, object, crm_id)
)
 WITHOUT ROWID;
CREATE INDEX signals_due ON signals (connection, object, next_at, crm_id) WHERE parked = 0 AND waiting_for IS NULL;
CREATE INDEX signals_since ON signals (connection, since);
CREATE INDEX signals_waiting ON signals (waiting_for) WHERE waiting_for IS NOT NULL;
CREATE VIRTUAL TABLE activity_words USING fts5(
	words, content='', detail='none', columnsize=0, tokenize="ascii tokenchars '_'"
);
INSERT INTO heads (id, seq, digest, base) VALUES (1, 0, x'0000000000000000000000000000000000000000000000000000000000000000', 0);
INSERT INTO indexed (id, seq) VALUES (1, 0);
