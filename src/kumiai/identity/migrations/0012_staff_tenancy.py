"""What the models cannot say of staff logins: everything stays within the login's co-op."""

from django.db import migrations

COMPOSITE_KEYS = """
ALTER TABLE identity_stafflogin ADD CONSTRAINT staff_login_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_stafflogin ADD CONSTRAINT staff_login_staff_of_coop
    FOREIGN KEY (coop_id, staff_id) REFERENCES coops_staff (coop_id, id);
ALTER TABLE identity_staffsession ADD CONSTRAINT staff_session_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_stafflogin ADD CONSTRAINT staff_login_salt
    CHECK (octet_length(totp_salt) = 16);
ALTER TABLE identity_staffsession ADD CONSTRAINT staff_session_key_digest
    CHECK (octet_length(key_digest) = 32);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_staffsession DROP CONSTRAINT staff_session_key_digest;
ALTER TABLE identity_stafflogin DROP CONSTRAINT staff_login_salt;
ALTER TABLE identity_staffsession DROP CONSTRAINT staff_session_login_of_coop;
ALTER TABLE identity_stafflogin DROP CONSTRAINT staff_login_staff_of_coop;
ALTER TABLE identity_stafflogin DROP CONSTRAINT staff_login_login_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0011_staff"), ("coops", "0006_staff_tenancy")]

    operations = [migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS)]
