"""Business days with shorter hours: no day that is marked already is one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coops", "0007_addresses_and_hours")]

    operations = [
        migrations.AddField(
            model_name="calendarday",
            name="is_short",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_business", True), ("is_short", False), _connector="OR"),
                name="calendar_day_short_is_business",
            ),
        ),
    ]
