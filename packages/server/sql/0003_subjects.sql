-- The people, what happened between them and each controller, and what follows from it. `subject_id` leads every key, so
-- that a cluster keeps one person's rows together; ids and times come from the engine.

CREATE TABLE troth.subject (
  subject_id uuid PRIMARY KEY,
  created_at timestamptz NOT NULL
);

-- A cache of the fold over troth.event. From mask_until on it is stale and denies.
CREATE TABLE troth.subject_mask (
  subject_id uuid NOT NULL REFERENCES troth.subject,
  controller text NOT NULL,
  mask0 integer NOT NULL DEFAULT 0,
  mask_until timestamptz NOT NULL,
  version integer NOT NULL REFERENCES troth.version,
  PRIMARY KEY (subject_id, controller)
);

-- Refolding looks for what has gone stale.
CREATE INDEX subject_mask_until ON troth.subject_mask (mask_until) WHERE mask_until <> 'infinity';

-- Proof that the key file at hand is the one this database was written with.
CREATE TABLE troth.master_key (
  key_id text PRIMARY KEY,
  proof bytea NOT NULL,
  created_at timestamptz NOT NULL
);

-- Destroying a person's key erases every sealed value of theirs, in backups too.
CREATE TABLE troth.subject_key (
  subject_id uuid PRIMARY KEY REFERENCES troth.subject,
  wrapped bytea NOT NULL,
  key_id text NOT NULL REFERENCES troth.master_key,
  created_at timestamptz NOT NULL
);

CREATE TABLE troth.identifier (
  subject_id uuid NOT NULL REFERENCES troth.subject,
  identifier_id uuid NOT NULL,
  controller text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('email', 'phone')),
  hmac bytea NOT NULL CHECK (octet_length(hmac) = 32),
  key_id text NOT NULL REFERENCES troth.master_key,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, identifier_id)
);

CREATE INDEX identifier_hmac ON troth.identifier (hmac);

-- Append-only: the engine may add and read, nobody changes. A birth date or a country is in `sealed`.
CREATE TABLE troth.event (
  subject_id uuid NOT NULL REFERENCES troth.subject,
  event_id uuid NOT NULL,
  controller text NOT NULL,
  kind text NOT NULL CHECK (kind IN (
    'born', 'region', 'conduct', 'consent', 'withdrawal', 'restriction', 'restriction-lifted', 'notice')),
  at timestamptz NOT NULL,
  version integer NOT NULL REFERENCES troth.version,
  actor uuid NOT NULL,
  channel text,
  purposes text[],
  choice text CHECK (choice IN ('given', 'refused')),
  shown_hash text CHECK (shown_hash ~ '^[0-9a-f]{64}$'),
  notice text,
  restriction text,
  until timestamptz,
  sealed bytea,
  PRIMARY KEY (subject_id, event_id),
  CHECK (kind <> 'consent' OR (cardinality(purposes) = 1 AND choice IS NOT NULL AND shown_hash IS NOT NULL AND channel IS NOT NULL)),
  CHECK (kind <> 'conduct' OR (channel IS NOT NULL AND shown_hash IS NOT NULL)),
  CHECK (kind <> 'notice' OR (notice IS NOT NULL AND shown_hash IS NOT NULL)),
  CHECK (kind NOT IN ('born', 'region') OR sealed IS NOT NULL),
  CHECK (kind NOT IN ('restriction', 'restriction-lifted') OR restriction IS NOT NULL)
);

-- A person's open visit. Only the hash of its token is kept; the token begins with the subject it belongs to.
CREATE TABLE troth.session (
  subject_id uuid NOT NULL REFERENCES troth.subject,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  controller text NOT NULL,
  factor text NOT NULL,
  attested_by uuid NOT NULL,
  opened_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (subject_id, token_hash)
);

CREATE TABLE troth.api_key (
  key_id uuid PRIMARY KEY,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  scopes text[] NOT NULL,
  label text NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- One answer for one key of one caller. The answer is sealed under the idempotency key itself, which is not kept.
CREATE TABLE troth.idempotency (
  caller uuid NOT NULL,
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  response bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (caller, key_hash)
);

GRANT SELECT, INSERT ON
  troth.subject, troth.subject_mask, troth.subject_key, troth.identifier, troth.event, troth.session, troth.api_key,
  troth.idempotency, troth.master_key
  TO "{{prefix}}troth_engine";
GRANT UPDATE ON troth.subject_mask TO "{{prefix}}troth_engine";
-- A row lock asks for the right to update a column, and no statement changes this one.
GRANT UPDATE (created_at) ON troth.subject TO "{{prefix}}troth_engine";
GRANT UPDATE (response) ON troth.idempotency TO "{{prefix}}troth_engine";
GRANT UPDATE (revoked_at) ON troth.api_key TO "{{prefix}}troth_engine";
-- Answers are forgotten after a week, sessions when they have ended.
CREATE INDEX idempotency_age ON troth.idempotency (created_at);
GRANT DELETE ON troth.idempotency, troth.session TO "{{prefix}}troth_engine";
