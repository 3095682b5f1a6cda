"""What the models cannot say: everything of a login stays within the login's co-op."""

from django.db import migrations

COMPOSITE_KEYS = """
ALTER TABLE identity_login ADD CONSTRAINT login_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE identity_provisionalregistration ADD CONSTRAINT provisional_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_registrationticket ADD CONSTRAINT ticket_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_mailproof ADD CONSTRAINT mail_proof_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_mailproof ADD CONSTRAINT mail_proof_message_of_coop
    FOREIGN KEY (coop_id, message_id) REFERENCES mail_message (coop_id, id);
ALTER TABLE identity_fullregistration ADD CONSTRAINT full_registration_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_loginattempt ADD CONSTRAINT login_attempt_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
ALTER TABLE identity_session ADD CONSTRAINT session_login_of_coop
    FOREIGN KEY (coop_id, login_id) REFERENCES identity_login (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE identity_session DROP CONSTRAINT session_login_of_coop;
ALTER TABLE identity_loginattempt DROP CONSTRAINT login_attempt_login_of_coop;
ALTER TABLE identity_fullregistration DROP CONSTRAINT full_registration_login_of_coop;
ALTER TABLE identity_mailproof DROP CONSTRAINT mail_proof_message_of_coop;
ALTER TABLE identity_mailproof DROP CONSTRAINT mail_proof_login_of_coop;
ALTER TABLE identity_registrationticket DROP CONSTRAINT ticket_login_of_coop;
ALTER TABLE identity_provisionalregistration DROP CONSTRAINT provisional_login_of_coop;
ALTER TABLE identity_login DROP CONSTRAINT login_member_of_coop;
"""

DIGEST_LENGTHS = """
ALTER TABLE identity_provisionalregistration ADD CONSTRAINT provisional_salt
    CHECK (octet_length(salt) = 16);
ALTER TABLE identity_registrationticket ADD CONSTRAINT ticket_token_digest
    CHECK (octet_length(token_digest) = 32);
ALTER TABLE identity_mailproof ADD CONSTRAINT mail_proof_digests
    CHECK (octet_length(code_digest) = 32 AND octet_length(link_digest) = 32);
ALTER TABLE identity_session ADD CONSTRAINT session_key_digest
    CHECK (octet_length(key_digest) = 32);
ALTER TABLE identity_loginthrottle ADD CONSTRAINT throttle_key_digest
    CHECK (octet_length(key_digest) = 32);
"""
DROP_DIGEST_LENGTHS = """
ALTER TABLE identity_loginthrottle DROP CONSTRAINT throttle_key_digest;
ALTER TABLE identity_session DROP CONSTRAINT session_key_digest;
ALTER TABLE identity_mailproof DROP CONSTRAINT mail_proof_digests;
ALTER TABLE identity_registrationticket DROP CONSTRAINT ticket_token_digest;
ALTER TABLE identity_provisionalregistration DROP CONSTRAINT provisional_salt;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0002_sessions_and_throttles"), ("mail", "0002_tenancy")]

    operations = [
        migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS),
        migrations.RunSQL(DIGEST_LENGTHS, DROP_DIGEST_LENGTHS),
    ]
