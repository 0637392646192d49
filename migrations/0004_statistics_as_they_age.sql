-- Statistics of a register are taken anew once it has changed by a third: a delivery of a million features comes in hundreds of
-- batches, and each would read samples of all columns again.
CREATE OR REPLACE FUNCTION misto.analyze(register text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DECLARE target oid := format('reg.%I', register)::regclass; BEGIN
    EXECUTE format('ANALYZE stage.%I', register);
    IF (SELECT pg_stat_get_mod_since_analyze(target) * 3 >= reltuples FROM pg_class WHERE oid = target) THEN
        EXECUTE format('ANALYZE reg.%I', register);
    END IF;
END $$;
