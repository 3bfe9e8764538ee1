CREATE TABLE plans (
	id TEXT NOT NULL,
	connection TEXT NOT NULL,
	state TEXT NOT NULL,
	ended INTEGER,
	body TEXT NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX plans_by_connection ON plans (connection, id);
CREATE INDEX plans_by_state ON plans (state, id);
CREATE TABLE plan_items (
	plan TEXT NOT NULL,
	n INTEGER NOT NULL,
	kind TEXT NOT NULL,
	state TEXT NOT NULL,
	object TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (plan, n)
) WITHOUT ROWID;
CREATE INDEX plan_items_by_kind ON plan_items (plan, kind, n);
CREATE INDEX plan_items_by_state ON plan_items (plan, state, n);
