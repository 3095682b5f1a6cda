from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0014_child_links")]

    operations = [
        migrations.AddField(
            model_name="stafflogin",
            name="form_digest",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="stafflogin",
            name="form_led_to",
            field=models.TextField(blank=True),
        ),
    ]
