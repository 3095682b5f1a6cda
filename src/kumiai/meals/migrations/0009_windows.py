"""Plans that give less on some days, and windows in a day: known plans have neither."""

from django.db import migrations, models
from django.db.models import CheckConstraint, Q


def _yen(name: str) -> migrations.AddField:
    return migrations.AddField("mealplan", name, models.IntegerField(null=True))


def _holds(condition: Q, name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint("mealplan", CheckConstraint(condition=condition, name=name))


class Migration(migrations.Migration):
    dependencies = [("meals", "0008_plans_go_on")]

    operations = [
        _yen("saturday_yen"),
        _yen("short_day_yen"),
        _yen("closed_day_yen"),
        migrations.AddField("mealplan", "windows", models.JSONField(null=True)),
        _holds(Q(("saturday_yen__gte", 0)), "meals_plan_saturday"),
        _holds(Q(("short_day_yen__gte", 0)), "meals_plan_short_day"),
        _holds(Q(("closed_day_yen__gte", 0)), "meals_plan_closed_day"),
        _holds(
            Q(
                ("windows__isnull", True),
                Q(("closes_at", None), ("opens_at", None)),
                _connector="OR",
            ),
            "meals_plan_hours_said_once",
        ),
    ]
