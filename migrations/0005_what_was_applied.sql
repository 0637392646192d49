-- By which statements and labels the search entries of each register were made, so that a changed declaration renews those of
-- its register and not of the whole city.
CREATE TABLE misto.applied_search (
    register  text PRIMARY KEY,
    recipe    text NOT NULL
);

-- What people call a code otherwise, for search.
ALTER TABLE misto.code ADD COLUMN aliases text NOT NULL DEFAULT '';

-- Which visibility profile was put in force, when and by whom.
CREATE TABLE misto.audit_profile (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor    text NOT NULL,
    profile  text NOT NULL CHECK (profile IN ('peace', 'martial', 'emergency'))
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON misto.audit_profile
    FOR EACH STATEMENT EXECUTE FUNCTION misto.refuse_change();
