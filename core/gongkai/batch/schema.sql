-- The ledger of a batch. PRAGMA user_version holds its version.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,          -- UTC, ISO 8601
    finished TEXT,                  -- NULL: running, or killed
    version TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    recipe BLOB NOT NULL            -- JSON
);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL UNIQUE,      -- absolute, as the system's bytes
    base TEXT NOT NULL,             -- wanted stem of its outputs: mirrored path without suffix
    full TEXT NOT NULL,             -- the stem that is wanted next: with suffix
    base_key TEXT NOT NULL,         -- `base` folded, since names that differ in case are one file on some systems
    full_key TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,         -- nanoseconds; with size and ctime the quick check before hashing
    ctime INTEGER NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',        -- of what the quick check saw; '' not known
    seen INTEGER NOT NULL,          -- the last run that met it
    settled INTEGER NOT NULL DEFAULT 0,     -- 1: nothing to convert, its outcome was clear when it was found
    stem TEXT,                      -- where its outputs are, once settled for good
    stem_key TEXT,
    claims TEXT NOT NULL DEFAULT '',        -- formats whose output path held nothing foreign when it was planned
    state TEXT NOT NULL DEFAULT 'pending',
    code TEXT NOT NULL DEFAULT '',
    done_sha256 TEXT NOT NULL DEFAULT '',   -- what the outcome belongs to
    done_fingerprint TEXT NOT NULL DEFAULT '',
    record BLOB                     -- the Outcome as JSON
);
CREATE INDEX sources_sha256 ON sources (sha256);
CREATE INDEX sources_base ON sources (base_key);
CREATE INDEX sources_stem ON sources (stem_key);
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    source INTEGER NOT NULL,
    at TEXT NOT NULL,               -- UTC, ISO 8601
    state TEXT NOT NULL,
    code TEXT NOT NULL
);
CREATE INDEX events_source ON events (source);
