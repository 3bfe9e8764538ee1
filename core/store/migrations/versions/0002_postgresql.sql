CREATE TABLE plans (
	id TEXT COLLATE "C" NOT NULL,
	connection TEXT COLLATE "C" NOT NULL,
	state TEXT COLLATE "C" NOT NULL,
	ended BIGINT,
	body TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX plans_by_connection ON plans (connection, id);
CREATE INDEX plans_by_state ON plans (state, id);
CREATE TABLE plan_items (
	plan TEXT COLLATE "C" NOT NULL,
	n BIGINT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL,
	state TEXT COLLATE "C" NOT NULL,
	object TEXT COLLATE "C" NOT NULL,
	body TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (plan, n)
);
CREATE INDEX plan_items_by_kind ON plan_items (plan, kind, n);
CREATE INDEX plan_items_by_state ON plan_items (plan, state, n);
