-- The platform: what is the same for every city and every register.
-- Register tables are derived (schema reg, stage); only this folder is written by hand.

CREATE SCHEMA misto;
CREATE SCHEMA reg;
CREATE SCHEMA stage;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- The owner is the account that migrates and applies. Three more logins read and write with SET ROLE; their grants
-- on register columns are derived.
DO $$
DECLARE login text;
BEGIN
    FOREACH login IN ARRAY ARRAY['misto_public', 'misto_official', 'misto_writer'] LOOP
        CONTINUE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = login);
        BEGIN
            EXECUTE format('CREATE ROLE %I LOGIN', login);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA misto, reg TO misto_public, misto_official, misto_writer;
GRANT USAGE ON SCHEMA stage TO misto_writer;

-- "Today" of registers is the day in Kyiv, whatever the server's clock zone is.
CREATE FUNCTION misto.today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT (now() AT TIME ZONE 'Europe/Kyiv')::date $$;

-- Every write is a changeset. seq and committed_at are set last, under one lock, so that their order is the order
-- in which readers could first see the change.
CREATE TABLE misto.changeset (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seq              bigint UNIQUE,
    committed_at     timestamptz,
    actor            text NOT NULL,
    audience         text NOT NULL,
    reason           text NOT NULL,
    source_document  text,
    idempotency_key  uuid NOT NULL UNIQUE,
    content_hash     bytea NOT NULL,
    CHECK ((seq IS NULL) = (committed_at IS NULL))
);
-- What a changeset did to each register, with the box of what changed (storage CRS), for caches and followers.
CREATE TABLE misto.change (
    changeset  bigint NOT NULL REFERENCES misto.changeset,
    register   text NOT NULL,
    created    bigint NOT NULL,
    updated    bigint NOT NULL,
    deleted    bigint NOT NULL,
    bounds     float8[],
    PRIMARY KEY (changeset, register)
);
GRANT SELECT (id, seq, committed_at) ON misto.changeset TO misto_public, misto_official;
GRANT SELECT, INSERT, UPDATE ON misto.changeset TO misto_writer;
GRANT SELECT ON misto.change TO misto_public, misto_official;
GRANT SELECT, INSERT ON misto.change TO misto_writer;

-- Known at an instant: committed at or before it.
CREATE FUNCTION misto.known(bigint, timestamptz) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT EXISTS (SELECT 1 FROM misto.changeset c WHERE c.id = $1 AND c.committed_at <= $2) $$;

-- Who changed what. Append-only: not even the owner's statements may change a line.
CREATE TABLE misto.audit (
    changeset  bigint NOT NULL REFERENCES misto.changeset,
    register   text NOT NULL,
    fid        bigint NOT NULL,
    op         "char" NOT NULL CHECK (op IN ('c', 'u', 'd', 'x')),
    version    integer NOT NULL
);
CREATE INDEX ON misto.audit (register, fid);
CREATE INDEX ON misto.audit (changeset);
-- Reads of confidential fields, written before the answer.
CREATE TABLE misto.audit_read (
    at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor     text NOT NULL,
    purpose   text NOT NULL,
    register  text NOT NULL,
    fid       bigint NOT NULL
);
CREATE FUNCTION misto.refuse_change() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON misto.audit
    FOR EACH STATEMENT EXECUTE FUNCTION misto.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON misto.audit_read
    FOR EACH STATEMENT EXECUTE FUNCTION misto.refuse_change();
GRANT SELECT, INSERT ON misto.audit, misto.audit_read TO misto_writer;

-- Labels of codes, kept equal to layers/codes by `registers apply`; titles and search read them.
CREATE TABLE misto.code (
    list      text NOT NULL,
    code      text NOT NULL,
    uk        text NOT NULL,
    en        text NOT NULL,
    short_uk  text,
    short_en  text,
    PRIMARY KEY (list, code)
);
GRANT SELECT ON misto.code TO misto_public, misto_official, misto_writer;

-- What was applied last, to refuse to serve on a pending plan.
CREATE TABLE misto.applied (
    only_one     boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    fingerprint  text NOT NULL,
    storage_epsg integer NOT NULL,
    applied_at   timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON misto.applied TO misto_public, misto_official, misto_writer;

-- Search: one table per audience class, kept by the commit.
-- words() folds a text to the lexemes it is found by: lower case, no apostrophes, punctuation apart, a letter of a
-- house number joined to it (12-А, 12 а, 12А are one word), words that only introduce a number left out.
CREATE FUNCTION misto.fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        regexp_replace(
            regexp_replace(translate(lower($1), '''’ʼ`‘´', ''), '[^0-9a-zа-яіїєґё]+', ' ', 'g'),
            '(^| )(буд|будинок|дом|д)(?= \d)', '\1', 'g'),
        '(\d) ?([a-zа-яіїєґ])(?= |$)', '\1\2', 'g'))
$$;
CREATE FUNCTION misto.words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(ARRAY(SELECT DISTINCT left(w, 60) FROM unnest(string_to_array(misto.fold($1), ' ')) w WHERE w <> ''))
$$;
DO $$
DECLARE audience text;
BEGIN
    FOREACH audience IN ARRAY ARRAY['public', 'official'] LOOP
        EXECUTE format($ddl$
            CREATE TABLE misto.search_%1$s (
                register     text NOT NULL,
                fid          bigint NOT NULL,
                kind         text NOT NULL CHECK (kind IN ('title', 'former', 'code')),
                words        tsvector NOT NULL,
                matched      text,
                title_uk     text NOT NULL,
                title_en     text NOT NULL,
                subtitle_uk  text,
                subtitle_en  text,
                place        geometry(Point)
            );
            CREATE INDEX ON misto.search_%1$s USING gin (words);
            CREATE INDEX ON misto.search_%1$s (register, fid);
            GRANT SELECT ON misto.search_%1$s TO misto_%1$s, misto_official;
            GRANT SELECT, INSERT, DELETE ON misto.search_%1$s TO misto_writer;
        $ddl$, audience);
    END LOOP;
END $$;

-- Registration numbers: the last one issued of each register and year. The row is locked until the commit, so that
-- a number is never left out.
CREATE TABLE misto.registration (
    register  text NOT NULL,
    year      integer NOT NULL,
    last      bigint NOT NULL,
    PRIMARY KEY (register, year)
);
GRANT SELECT, INSERT, UPDATE ON misto.registration TO misto_writer;

-- Batches of staged changes. A batch whose process is gone (its advisory lock is free) is swept.
CREATE TABLE misto.batch (
    id          uuid PRIMARY KEY,
    registers   text[] NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, DELETE ON misto.batch TO misto_writer;

-- Only an owner may ANALYZE, and the planner needs to know a large batch at once, not when autovacuum comes by:
-- without it joins of a batch with its register are planned for a handful of rows.
CREATE FUNCTION misto.analyze(register text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN
    EXECUTE format('ANALYZE stage.%I', register);
    EXECUTE format('ANALYZE reg.%I', register);
END $$;
REVOKE ALL ON FUNCTION misto.analyze FROM PUBLIC;
GRANT EXECUTE ON FUNCTION misto.analyze TO misto_writer;

-- Imports and their kept reports.
CREATE TABLE misto.import (
    id           uuid PRIMARY KEY,
    mapping      text NOT NULL,
    register     text NOT NULL,
    file_name    text NOT NULL,
    file_sha256  bytea NOT NULL,
    actor        text NOT NULL,
    state        text NOT NULL CHECK (state IN ('running', 'checked', 'committed', 'refused', 'failed')),
    started_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at     timestamptz,
    records      bigint,
    accepted     bigint,
    rejected     bigint,
    changeset    bigint REFERENCES misto.changeset,
    message      text
);
CREATE TABLE misto.import_reason (
    import     uuid NOT NULL REFERENCES misto.import,
    record     bigint NOT NULL,
    severity   text NOT NULL,
    field      text NOT NULL,
    code       text NOT NULL,
    value      text,
    uk         text NOT NULL,
    en         text NOT NULL
);
CREATE INDEX ON misto.import_reason (import, record);
GRANT SELECT, INSERT, UPDATE ON misto.import TO misto_writer;
GRANT SELECT, INSERT ON misto.import_reason TO misto_writer;
