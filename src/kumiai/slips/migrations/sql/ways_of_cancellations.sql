-- A cancellation that came before its deposit finds it later, also after somebody looked at it.
CREATE OR REPLACE FUNCTION slips_refuse_way() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.coop_id, OLD.file_id, OLD.position, OLD.place, OLD.tells, OLD.paid_on, OLD.amount_yen,
            OLD.payer, OLD.message, OLD.inquiry, OLD.likeness, OLD.fingerprint)
        IS DISTINCT FROM (NEW.coop_id, NEW.file_id, NEW.position, NEW.place, NEW.tells,
            NEW.paid_on, NEW.amount_yen, NEW.payer, NEW.message, NEW.inquiry, NEW.likeness,
            NEW.fingerprint)
        OR (OLD.entry_id IS NOT NULL AND NEW.entry_id IS DISTINCT FROM OLD.entry_id)
        OR (OLD.original_id IS NOT NULL AND NEW.original_id IS DISTINCT FROM OLD.original_id)
    THEN
        RAISE EXCEPTION 'deposit % is what its file told', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state = NEW.state THEN
        RETURN NEW;
    END IF;
    IF OLD.state || ' ' || NEW.state NOT IN (
        'read known', 'read credited', 'read suspense', 'read confirmation',
        'read cancellation', 'read unmatched',
        'suspense assigned', 'suspense returned', 'suspense taken_back',
        'credited taken_back', 'assigned taken_back', 'unmatched set_aside',
        'unmatched cancellation', 'set_aside cancellation'
    ) THEN
        RAISE EXCEPTION 'deposit % is % and cannot become %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state IN ('credited', 'assigned') AND NEW.amount_yen IS DISTINCT FROM (
        SELECT sum(payment.amount_yen) FROM slips_slippayment AS payment
        WHERE payment.deposit_id = NEW.id AND payment.coop_id = NEW.coop_id
    ) THEN
        RAISE EXCEPTION 'deposit % is not with members to the yen', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
