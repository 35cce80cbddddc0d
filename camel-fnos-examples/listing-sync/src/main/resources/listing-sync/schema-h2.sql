CREATE TABLE IF NOT EXISTS nas_entry (
    path      VARCHAR NOT NULL PRIMARY KEY,
    parent    VARCHAR NOT NULL,
    name      VARCHAR NOT NULL,
    size      BIGINT,
    modified  TIMESTAMP(0) WITH TIME ZONE,
    directory BOOLEAN NOT NULL,
    added     TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    changed   TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    deleted   TIMESTAMP(3) WITH TIME ZONE
);
CREATE INDEX IF NOT EXISTS nas_entry_parent ON nas_entry (parent)
