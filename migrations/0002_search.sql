-- Search entries that only officials have: what everybody finds stands in search_public alone. Entries are made anew
-- by the next `registers apply`.
TRUNCATE misto.search_public, misto.search_official;
COMMENT ON TABLE misto.search_official IS 'Entries that the public table lacks or that read otherwise for officials';

-- array_to_tsvector sorts and drops repetitions itself. A lexeme has at most 2 046 bytes: words after the first
-- thousand letters of a text are not found.
CREATE OR REPLACE FUNCTION misto.words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_to_tsvector(array_remove(string_to_array(misto.fold(left($1, 1000)), ' '), ''))
$$;

-- A changeset is never deleted and only the commit writes its number, so that a check of each row finds nothing; it
-- took a third of the time of a large import.
ALTER TABLE misto.audit DROP CONSTRAINT audit_changeset_fkey;
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT conrelid::regclass AS place, conname AS name FROM pg_constraint
        WHERE contype = 'f' AND confrelid = 'misto.changeset'::regclass AND connamespace = 'reg'::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.place, found.name);
    END LOOP;
END $$;
