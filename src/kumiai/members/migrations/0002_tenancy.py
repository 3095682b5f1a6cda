"""What the models cannot say: guardians, cards and suspensions stay within their member's co-op."""

from django.db import migrations

COMPOSITE_KEYS = """
ALTER TABLE members_guardian ADD CONSTRAINT guardian_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE members_membercard ADD CONSTRAINT member_card_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE members_suspension ADD CONSTRAINT suspension_member_of_coop
    FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
"""
DROP_COMPOSITE_KEYS = """
ALTER TABLE members_suspension DROP CONSTRAINT suspension_member_of_coop;
ALTER TABLE members_membercard DROP CONSTRAINT member_card_member_of_coop;
ALTER TABLE members_guardian DROP CONSTRAINT guardian_member_of_coop;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [migrations.RunSQL(COMPOSITE_KEYS, DROP_COMPOSITE_KEYS)]
