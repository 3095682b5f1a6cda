-- The version a purse had just before a moment, 0 before its first transfer. Versions count without
-- gaps and their moments never go back, so halving the span finds it: some twenty look-ups in the
-- index of versions after a million transfers. No index by moment has to be kept for it.
CREATE FUNCTION ledger_version_before(purse bigint, moment timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE STRICT AS $$
DECLARE
    low bigint := 0;
    high bigint;
    middle bigint;
    moved_at timestamptz;
BEGIN
    SELECT version INTO high FROM ledger_account WHERE id = purse;
    WHILE low < high LOOP
        middle := (low + high + 1) / 2;
        SELECT posted_at INTO moved_at
        FROM ledger_transfer WHERE purse_id = purse AND purse_version = middle;
        IF moved_at < moment THEN
            low := middle;
        ELSE
            high := middle - 1;
        END IF;
    END LOOP;
    RETURN low;
END $$;
