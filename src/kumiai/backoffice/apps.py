from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "kumiai.backoffice"
    label = "backoffice"
