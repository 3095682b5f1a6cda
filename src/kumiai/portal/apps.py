from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "kumiai.portal"
    label = "portal"
