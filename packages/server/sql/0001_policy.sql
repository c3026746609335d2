-- What the policy has made of this database: its versions, the bit of each purpose, what each way in permits, and who
-- may log in for what. The datasets' own tables, roles and grants come from the policy itself.

-- Nobody makes or finds anything here but the owner and whom it names.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Made with the list of migrations where that came first.
CREATE SCHEMA IF NOT EXISTS troth;
CREATE SCHEMA data;
GRANT USAGE ON SCHEMA troth, data TO "{{prefix}}troth_engine";

CREATE TABLE troth.version (
  version integer PRIMARY KEY CHECK (version > 0),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  policy json NOT NULL,
  notice text NOT NULL,
  effective_at timestamptz NOT NULL
);

-- A position, once given, belongs to its purpose for good: rows written long ago hold that bit.
CREATE TABLE troth.purpose (
  purpose text PRIMARY KEY,
  position integer NOT NULL UNIQUE CHECK (position >= 0)
);

CREATE TABLE troth.provenance (
  version integer NOT NULL REFERENCES troth.version,
  channel text NOT NULL,
  source text NOT NULL,
  record_mask0 integer NOT NULL DEFAULT 0,
  PRIMARY KEY (version, channel, source)
);

-- One login serves one actor and one purpose; a login that was taken back stays listed.
CREATE TABLE troth.login (
  login text PRIMARY KEY,
  actor text NOT NULL,
  purpose text NOT NULL REFERENCES troth.purpose,
  connections integer NOT NULL CHECK (connections > 0),
  valid_until timestamptz NOT NULL,
  issued_at timestamptz NOT NULL,
  revoked_at timestamptz
);

GRANT SELECT ON troth.version, troth.purpose, troth.provenance, troth.login
  TO "{{prefix}}troth_engine";
