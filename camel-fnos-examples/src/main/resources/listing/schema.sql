CREATE TABLE IF NOT EXISTS listing (
    path      VARCHAR PRIMARY KEY,            -- below the listed folder
    name      VARCHAR NOT NULL,
    size      BIGINT,                         -- in bytes; NULL for folders
    modified  TIMESTAMP(0) WITH TIME ZONE,
    directory BOOLEAN NOT NULL
);
