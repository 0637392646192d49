-- Search over a million entries: numbers and codes in a table of their own, the prominent registers in an index of
-- their own, and the words that entries are made of, for who mistypes one. Entries are made anew by the next
-- `registers apply`.
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
TRUNCATE misto.search_public, misto.search_official;

-- What a code is found by: the whole, letters and digits alone, and of a long one what is left without its first parts
-- (within a city nobody types the number of the city). Short codes are words of the title, too.
CREATE FUNCTION misto.codes(text) RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT code FROM (
        SELECT array_to_string(parts[first:], '') AS code, first, length(array_to_string(parts, '')) AS whole
        FROM string_to_array(misto.fold(left($1, 200)), ' ') AS parts, generate_subscripts(parts, 1) AS first
    ) c WHERE code <> '' AND (first = 1 OR whole >= 10 AND length(code) >= 5)
$$;

DO $$
DECLARE audience text;
BEGIN
    FOREACH audience IN ARRAY ARRAY['public', 'official'] LOOP
        EXECUTE format($ddl$
            ALTER TABLE misto.search_%1$s ADD COLUMN prominence smallint NOT NULL;
            ALTER TABLE misto.search_%1$s DROP CONSTRAINT search_%1$s_kind_check;
            ALTER TABLE misto.search_%1$s ADD CONSTRAINT search_%1$s_kind_check CHECK (kind IN ('title', 'former'));
            CREATE INDEX search_%1$s_prominent ON misto.search_%1$s USING gin (words) WHERE prominence >= 9;

            CREATE TABLE misto.code_%1$s (
                code         text COLLATE "C" NOT NULL,
                register     text NOT NULL,
                fid          bigint NOT NULL,
                matched      text NOT NULL
            );
            CREATE INDEX ON misto.code_%1$s (code);
            CREATE INDEX ON misto.code_%1$s (register, fid);
            GRANT SELECT ON misto.code_%1$s TO misto_%1$s, misto_official;
            GRANT SELECT, INSERT, DELETE ON misto.code_%1$s TO misto_writer;

            -- A word stays when the last entry with it goes: it is only proposed when it finds something.
            CREATE TABLE misto.vocabulary_%1$s (word text COLLATE "C" PRIMARY KEY);
            CREATE INDEX ON misto.vocabulary_%1$s USING gin (word public.gin_trgm_ops);
            GRANT SELECT ON misto.vocabulary_%1$s TO misto_%1$s, misto_official;
            GRANT SELECT, INSERT ON misto.vocabulary_%1$s TO misto_writer;
        $ddl$, audience);
    END LOOP;
END $$;
