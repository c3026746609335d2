-- Troth's own tables after every migration, as packages/server/test/store/schema.test.ts finds them; UPDATE=1 rewrites.

CREATE SCHEMA public;

CREATE SCHEMA troth;
GRANT USAGE ON SCHEMA troth TO troth_engine;

CREATE TABLE troth.api_key (
  key_id uuid NOT NULL,
  hash bytea NOT NULL,
  scopes text[] NOT NULL,
  label text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  CONSTRAINT api_key_pkey PRIMARY KEY (key_id),
  CONSTRAINT api_key_hash_check CHECK ((octet_length(hash) = 32))
);

GRANT INSERT, SELECT ON troth.api_key TO troth_engine;
GRANT UPDATE (revoked_at) ON troth.api_key TO troth_engine;

CREATE TABLE troth.checkpoint (
  size bigint NOT NULL,
  root bytea NOT NULL,
  note text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT checkpoint_pkey PRIMARY KEY (size),
  CONSTRAINT checkpoint_root_check CHECK ((octet_length(root) = 32)),
  CONSTRAINT checkpoint_size_check CHECK ((size > 0))
);

GRANT INSERT, SELECT ON troth.checkpoint TO troth_engine;

CREATE TABLE troth.event (
  subject_id uuid NOT NULL,
  event_id uuid NOT NULL,
  controller text NOT NULL,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  version integer NOT NULL,
  actor uuid NOT NULL,
  channel text,
  purposes text[],
  choice text,
  shown_hash text,
  notice text,
  restriction text,
  until timestamp with time zone,
  sealed bytea,
  CONSTRAINT event_pkey PRIMARY KEY (subject_id, event_id),
  CONSTRAINT event_check CHECK (((kind <> 'consent'::text) OR ((cardinality(purposes) = 1) AND (choice IS NOT NULL) AND (shown_hash IS NOT NULL) AND (channel IS NOT NULL)))),
  CONSTRAINT event_check1 CHECK (((kind <> 'conduct'::text) OR ((channel IS NOT NULL) AND (shown_hash IS NOT NULL)))),
  CONSTRAINT event_check2 CHECK (((kind <> 'notice'::text) OR ((notice IS NOT NULL) AND (shown_hash IS NOT NULL)))),
  CONSTRAINT event_check3 CHECK (((kind <> ALL (ARRAY['born'::text, 'region'::text])) OR (sealed IS NOT NULL))),
  CONSTRAINT event_check4 CHECK (((kind <> ALL (ARRAY['restriction'::text, 'restriction-lifted'::text])) OR (restriction IS NOT NULL))),
  CONSTRAINT event_choice_check CHECK ((choice = ANY (ARRAY['given'::text, 'refused'::text]))),
  CONSTRAINT event_kind_check CHECK ((kind = ANY (ARRAY['born'::text, 'region'::text, 'conduct'::text, 'consent'::text, 'withdrawal'::text, 'restriction'::text, 'restriction-lifted'::text, 'notice'::text]))),
  CONSTRAINT event_shown_hash_check CHECK ((shown_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT event_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES troth.subject(subject_id),
  CONSTRAINT event_version_fkey FOREIGN KEY (version) REFERENCES troth.version(version)
);

GRANT INSERT, SELECT ON troth.event TO troth_engine;

CREATE TABLE troth.idempotency (
  caller uuid NOT NULL,
  key_hash bytea NOT NULL,
  request_hash bytea NOT NULL,
  response bytea,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_pkey PRIMARY KEY (caller, key_hash),
  CONSTRAINT idempotency_key_hash_check CHECK ((octet_length(key_hash) = 32)),
  CONSTRAINT idempotency_request_hash_check CHECK ((octet_length(request_hash) = 32))
);

CREATE INDEX idempotency_age ON troth.idempotency USING btree (created_at);
GRANT DELETE, INSERT, SELECT ON troth.idempotency TO troth_engine;
GRANT UPDATE (response) ON troth.idempotency TO troth_engine;

CREATE TABLE troth.identifier (
  subject_id uuid NOT NULL,
  identifier_id uuid NOT NULL,
  controller text NOT NULL,
  kind text NOT NULL,
  hmac bytea NOT NULL,
  key_id text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT identifier_pkey PRIMARY KEY (subject_id, identifier_id),
  CONSTRAINT identifier_hmac_check CHECK ((octet_length(hmac) = 32)),
  CONSTRAINT identifier_key_id_fkey FOREIGN KEY (key_id) REFERENCES troth.master_key(key_id),
  CONSTRAINT identifier_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text]))),
  CONSTRAINT identifier_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES troth.subject(subject_id)
);

CREATE INDEX identifier_hmac ON troth.identifier USING btree (hmac);
GRANT INSERT, SELECT ON troth.identifier TO troth_engine;

CREATE TABLE troth.leaf (
  subject_id uuid NOT NULL,
  leaf_id uuid NOT NULL,
  kind text NOT NULL,
  at timestamp with time zone NOT NULL,
  data bytea NOT NULL,
  salt bytea,
  "position" bigint,
  CONSTRAINT leaf_pkey PRIMARY KEY (subject_id, leaf_id),
  CONSTRAINT leaf_position_check CHECK (("position" >= 0)),
  CONSTRAINT leaf_salt_check CHECK ((octet_length(salt) = 32))
);

CREATE INDEX leaf_pending ON troth.leaf USING btree (leaf_id) WHERE ("position" IS NULL);
GRANT INSERT, SELECT ON troth.leaf TO troth_engine;
GRANT UPDATE ("position") ON troth.leaf TO troth_engine;

CREATE TABLE troth.login (
  login text NOT NULL,
  actor text NOT NULL,
  purpose text NOT NULL,
  connections integer NOT NULL,
  valid_until timestamp with time zone NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone,
  CONSTRAINT login_pkey PRIMARY KEY (login),
  CONSTRAINT login_connections_check CHECK ((connections > 0)),
  CONSTRAINT login_purpose_fkey FOREIGN KEY (purpose) REFERENCES troth.purpose(purpose)
);

GRANT SELECT ON troth.login TO troth_engine;

CREATE TABLE troth.master_key (
  key_id text NOT NULL,
  proof bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT master_key_pkey PRIMARY KEY (key_id)
);

GRANT INSERT, SELECT ON troth.master_key TO troth_engine;

CREATE TABLE troth.migration (
  id integer NOT NULL,
  name text NOT NULL,
  hash text NOT NULL,
  applied_at timestamp with time zone NOT NULL,
  CONSTRAINT migration_pkey PRIMARY KEY (id)
);

CREATE TABLE troth.provenance (
  version integer NOT NULL,
  channel text NOT NULL,
  source text NOT NULL,
  record_mask0 integer NOT NULL DEFAULT 0,
  CONSTRAINT provenance_pkey PRIMARY KEY (version, channel, source),
  CONSTRAINT provenance_version_fkey FOREIGN KEY (version) REFERENCES troth.version(version)
);

GRANT SELECT ON troth.provenance TO troth_engine;

CREATE TABLE troth.purpose (
  purpose text NOT NULL,
  "position" integer NOT NULL,
  CONSTRAINT purpose_pkey PRIMARY KEY (purpose),
  CONSTRAINT purpose_position_check CHECK (("position" >= 0)),
  CONSTRAINT purpose_position_key UNIQUE ("position")
);

GRANT SELECT ON troth.purpose TO troth_engine;

CREATE TABLE troth.session (
  subject_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  controller text NOT NULL,
  factor text NOT NULL,
  attested_by uuid NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT session_pkey PRIMARY KEY (subject_id, token_hash),
  CONSTRAINT session_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES troth.subject(subject_id),
  CONSTRAINT session_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

GRANT DELETE, INSERT, SELECT ON troth.session TO troth_engine;

CREATE TABLE troth.subject (
  subject_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT subject_pkey PRIMARY KEY (subject_id)
);

GRANT INSERT, SELECT ON troth.subject TO troth_engine;
GRANT UPDATE (created_at) ON troth.subject TO troth_engine;

CREATE TABLE troth.subject_key (
  subject_id uuid NOT NULL,
  wrapped bytea NOT NULL,
  key_id text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT subject_key_pkey PRIMARY KEY (subject_id),
  CONSTRAINT subject_key_key_id_fkey FOREIGN KEY (key_id) REFERENCES troth.master_key(key_id),
  CONSTRAINT subject_key_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES troth.subject(subject_id)
);

GRANT INSERT, SELECT ON troth.subject_key TO troth_engine;

CREATE TABLE troth.subject_mask (
  subject_id uuid NOT NULL,
  controller text NOT NULL,
  mask0 integer NOT NULL DEFAULT 0,
  mask_until timestamp with time zone NOT NULL,
  version integer NOT NULL,
  CONSTRAINT subject_mask_pkey PRIMARY KEY (subject_id, controller),
  CONSTRAINT subject_mask_subject_id_fkey FOREIGN KEY (subject_id) REFERENCES troth.subject(subject_id),
  CONSTRAINT subject_mask_version_fkey FOREIGN KEY (version) REFERENCES troth.version(version)
);

CREATE INDEX subject_mask_until ON troth.subject_mask USING btree (mask_until) WHERE (mask_until <> 'infinity'::timestamp with time zone);
GRANT INSERT, SELECT, UPDATE ON troth.subject_mask TO troth_engine;

CREATE TABLE troth.tree (
  "position" bigint NOT NULL,
  leaf_hash bytea NOT NULL,
  data bytea NOT NULL,
  CONSTRAINT tree_pkey PRIMARY KEY ("position"),
  CONSTRAINT tree_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
  CONSTRAINT tree_leaf_hash_key UNIQUE (leaf_hash),
  CONSTRAINT tree_position_check CHECK (("position" >= 0))
);

GRANT INSERT, SELECT ON troth.tree TO troth_engine;

CREATE TABLE troth.tree_node (
  level integer NOT NULL,
  index bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT tree_node_pkey PRIMARY KEY (level, index),
  CONSTRAINT tree_node_hash_check CHECK ((octet_length(hash) = 32)),
  CONSTRAINT tree_node_index_check CHECK ((index >= 0)),
  CONSTRAINT tree_node_level_check CHECK ((level > 0))
);

GRANT INSERT, SELECT ON troth.tree_node TO troth_engine;

CREATE TABLE troth.version (
  version integer NOT NULL,
  hash text NOT NULL,
  policy json NOT NULL,
  notice text NOT NULL,
  effective_at timestamp with time zone NOT NULL,
  CONSTRAINT version_pkey PRIMARY KEY (version),
  CONSTRAINT version_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT version_version_check CHECK ((version > 0))
);

GRANT SELECT ON troth.version TO troth_engine;
