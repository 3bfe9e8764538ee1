CREATE TABLE attempts (
	op TEXT COLLATE "C" NOT NULL,
	connection TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C" NOT NULL,
	is_open SMALLINT NOT NULL,
	started BIGINT NOT NULL,
	body TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (op)
);
CREATE INDEX attempts_by_record ON attempts (record_id, op);
CREATE UNIQUE INDEX attempts_open ON attempts (connection, record_id) WHERE is_open = 1;
CREATE TABLE audit (
	seq BIGINT NOT NULL,
	at BIGINT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	actor TEXT COLLATE "C" NOT NULL,
	cause TEXT COLLATE "C" NOT NULL,
	run TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C" NOT NULL,
	connection TEXT COLLATE "C" NOT NULL,
	changes TEXT COLLATE "C" NOT NULL,
	note TEXT COLLATE "C" NOT NULL,
	digest BYTEA NOT NULL,
	PRIMARY KEY (seq)
);
CREATE INDEX audit_by_record ON audit (record_id, seq) WHERE record_id <> '';
CREATE TABLE bases (
	id BIGINT NOT NULL,
	hub TEXT COLLATE "C" NOT NULL,
	crm TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE conflicts (
	id TEXT COLLATE "C" NOT NULL,
	connection TEXT COLLATE "C" NOT NULL,
	crm_object TEXT COLLATE "C" NOT NULL,
	crm_id TEXT COLLATE "C" NOT NULL,
	rule TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C" NOT NULL,
	state TEXT COLLATE "C" NOT NULL,
	body TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX conflicts_by_record ON conflicts (record_id) WHERE state = 'open';
CREATE INDEX conflicts_by_state ON conflicts (state, id);
CREATE UNIQUE INDEX conflicts_open ON conflicts (connection, crm_object, crm_id, rule) WHERE state = 'open';
CREATE TABLE counters (
	kind TEXT COLLATE "C" NOT NULL,
	connection TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	n BIGINT NOT NULL,
	PRIMARY KEY (kind, connection, object)
);
CREATE TABLE cursors (
	connection TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	stream TEXT COLLATE "C" NOT NULL,
	position TEXT COLLATE "C" NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (connection, object, stream)
);
CREATE TABLE heads (
	id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	digest BYTEA NOT NULL,
	base BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE indexed (
	id BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE items (
	id TEXT COLLATE "C" NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	connection TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	subject TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C",
	state TEXT COLLATE "C" NOT NULL,
	closed_at BIGINT,
	body TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX items_by_kind ON items (kind, id);
CREATE INDEX items_by_record ON items (record_id) WHERE state = 'open';
CREATE INDEX items_by_state ON items (state, id);
CREATE UNIQUE INDEX items_open ON items (connection, object, subject, kind) WHERE state = 'open';
CREATE TABLE layouts (
	name TEXT COLLATE "C" NOT NULL,
	hub TEXT COLLATE "C" NOT NULL,
	crm TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE leases (
	lane TEXT COLLATE "C" NOT NULL,
	owner TEXT COLLATE "C" NOT NULL,
	fence BIGINT NOT NULL,
	until BIGINT NOT NULL,
	PRIMARY KEY (lane)
);
CREATE TABLE links (
	connection TEXT COLLATE "C" NOT NULL,
	crm_object TEXT COLLATE "C" NOT NULL,
	crm_id TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C" NOT NULL,
	digest BYTEA NOT NULL,
	remote_version BIGINT NOT NULL,
	state TEXT COLLATE "C" NOT NULL,
	seen BIGINT NOT NULL,
	layout TEXT COLLATE "C" NOT NULL,
	generation BIGINT NOT NULL,
	base BIGINT NOT NULL,
	PRIMARY KEY (connection, crm_object, crm_id)
);
CREATE INDEX links_by_record ON links (record_id);
CREATE TABLE match_keys (
	object TEXT COLLATE "C" NOT NULL,
	field TEXT COLLATE "C" NOT NULL,
	norm TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (object, field, norm, record_id)
);
CREATE TABLE notes (
	name TEXT COLLATE "C" NOT NULL,
	text TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (name)
);
CREATE TABLE pending (
	connection TEXT COLLATE "C" NOT NULL,
	record_id TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	since BIGINT NOT NULL,
	next_at BIGINT NOT NULL,
	attempts BIGINT NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	waiting_for TEXT COLLATE "C",
	parked SMALLINT NOT NULL,
	overwrites SMALLINT NOT NULL,
	PRIMARY KEY (connection, record_id)
);
CREATE INDEX pending_due ON pending (connection, object, next_at, record_id) WHERE parked = 0 AND waiting_for IS NULL;
CREATE INDEX pending_overwrites ON pending (connection, object, next_at) WHERE overwrites = 1 AND parked = 0 AND waiting_for IS NULL;
CREATE INDEX pending_since ON pending (connection, since);
CREATE INDEX pending_waiting ON pending (waiting_for) WHERE waiting_for IS NOT NULL;
CREATE TABLE records (
	id TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	version BIGINT NOT NULL,
	fields TEXT COLLATE "C" NOT NULL,
	keys TEXT COLLATE "C" NOT NULL,
	created_version BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	created_by TEXT COLLATE "C" NOT NULL,
	edits TEXT COLLATE "C",
	deleted_at BIGINT,
	deleted_by TEXT COLLATE "C",
	merged_into TEXT COLLATE "C",
	PRIMARY KEY (id)
);
CREATE INDEX records_deleted ON records (object, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX records_live ON records (object, id) WHERE deleted_at IS NULL;
CREATE TABLE runs (
	id TEXT COLLATE "C" NOT NULL,
	ended BIGINT,
	is_idle SMALLINT NOT NULL,
	body TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX runs_idle ON runs (ended) WHERE is_idle = 1;
CREATE TABLE signals (
	connection TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	crm_id TEXT COLLATE "C" NOT NULL,
	since BIGINT NOT NULL,
	next_at BIGINT NOT NULL,
	seq BIGINT NOT NULL,
	attempts BIGINT NOT NULL,
	reason TEXT COLLATE "C" NOT NULL,
	waiting_object TEXT COLLATE "C",
	waiting_for TEXT COLLATE "C",
	parked SMALLINT NOT NULL,
	PRIMARY KEY (connection, object, crm_id)
);
CREATE INDEX signals_due ON signals (connection, object, next_at, crm_id) WHERE parked = 0 AND waiting_for IS NULL;
CREATE INDEX signals_since ON signals (connection, since);
CREATE INDEX signals_waiting ON signals (waiting_for) WHERE waiting_for IS NOT NULL;
CREATE TABLE activity_words (
	seq BIGINT NOT NULL PRIMARY KEY,
	words TSVECTOR NOT NULL
);
CREATE INDEX activity_words_index ON activity_words USING gin (words);
INSERT INTO heads (id, seq, digest, base) VALUES (1, 0, '\x0000000000000000000000000000000000000000000000000000000000000000', 0);
INSERT INTO indexed (id, seq) VALUES (1, 0);
