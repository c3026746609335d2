-- The ledger: a leaf is written beside the act it records, under its subject; the sequencer gives it its place in the tree.

-- A leaf about nobody (a version, a refused stranger) has the nil id as its subject. `data` is public; `salt` and the row
-- itself go when the person is erased, and the tree, which holds its own copy of `data`, stays whole.
CREATE TABLE troth.leaf (
  subject_id uuid NOT NULL,
  leaf_id uuid NOT NULL,
  kind text NOT NULL,
  at timestamptz NOT NULL,
  data bytea NOT NULL,
  salt bytea CHECK (octet_length(salt) = 32),
  position bigint CHECK (position >= 0),
  PRIMARY KEY (subject_id, leaf_id)
);

-- What the sequencer has yet to place; empty most of the time, however long the ledger grows.
CREATE INDEX leaf_pending ON troth.leaf (leaf_id) WHERE position IS NULL;

CREATE TABLE troth.tree (
  position bigint PRIMARY KEY CHECK (position >= 0),
  leaf_hash bytea NOT NULL UNIQUE CHECK (octet_length(leaf_hash) = 32),
  data bytea NOT NULL
);

-- Hashes of complete subtrees: 2^level leaves from index * 2^level on. Level 0 is troth.tree itself.
CREATE TABLE troth.tree_node (
  level integer NOT NULL CHECK (level > 0),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, index)
);

-- `note` is what was signed; `at` is for whoever runs the ledger and stands under no signature.
CREATE TABLE troth.checkpoint (
  size bigint PRIMARY KEY CHECK (size > 0),
  root bytea NOT NULL CHECK (octet_length(root) = 32),
  note text NOT NULL,
  at timestamptz NOT NULL
);

GRANT SELECT, INSERT ON troth.leaf, troth.tree, troth.tree_node, troth.checkpoint
  TO "{{prefix}}troth_engine";
GRANT UPDATE (position) ON troth.leaf TO "{{prefix}}troth_engine";
