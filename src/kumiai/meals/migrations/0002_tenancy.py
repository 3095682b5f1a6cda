"""Meal cards, days and uses stay within their co-op: composite keys with the co-op."""

from django.db import migrations

KEYS = """
ALTER TABLE meals_mealcard
    ADD CONSTRAINT meals_mealcard_holder
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id),
    ADD CONSTRAINT meals_mealcard_plan
        FOREIGN KEY (coop_id, plan_id) REFERENCES meals_mealplan (coop_id, id);
ALTER TABLE meals_mealday
    ADD CONSTRAINT meals_mealday_holder
        FOREIGN KEY (coop_id, member_id) REFERENCES members_member (coop_id, id);
ALTER TABLE meals_mealuse
    ADD CONSTRAINT meals_mealuse_day
        FOREIGN KEY (member_id, date) REFERENCES meals_mealday (member_id, date)
        DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("meals", "0001_initial"),
        ("ledger", "0002_what_the_database_holds"),
        ("members", "0002_tenancy"),
    ]
    operations = [migrations.RunSQL(KEYS, migrations.RunSQL.noop)]
