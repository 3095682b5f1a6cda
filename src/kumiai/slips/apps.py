from django.apps import AppConfig


class SlipsConfig(AppConfig):
    name = "kumiai.slips"
    label = "slips"
    default_auto_field = "django.db.models.BigAutoField"
