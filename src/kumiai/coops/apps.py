from django.apps import AppConfig


class CoopsConfig(AppConfig):
    name = "kumiai.coops"
    label = "coops"
    default_auto_field = "django.db.models.BigAutoField"
