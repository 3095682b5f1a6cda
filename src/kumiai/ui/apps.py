from django.apps import AppConfig

from kumiai.ui import catalogue


class UiConfig(AppConfig):
    name = "kumiai.ui"
    label = "ui"

    def ready(self) -> None:
        catalogue.compile_when_stale(catalogue.ENGLISH)
