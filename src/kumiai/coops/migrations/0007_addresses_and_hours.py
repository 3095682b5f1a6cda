"""Where the co-op is, when its stores are open, and what the law wants said of its money."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coops", "0006_staff_tenancy")]

    operations = [
        migrations.AddField(
            model_name="coop", name="address", field=models.TextField(blank=True, default="")
        ),
        migrations.AddField(
            model_name="store", name="hours", field=models.TextField(blank=True, default="")
        ),
        migrations.RemoveConstraint(model_name="legaltext", name="legal_text_kind"),
        migrations.AddConstraint(
            model_name="legaltext",
            constraint=models.CheckConstraint(
                name="legal_text_kind",
                condition=models.Q(kind__in=["terms", "privacy", "emoney"]),
            ),
        ),
    ]
