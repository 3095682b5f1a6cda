"""What the page server of `bench pages` serves: everything it always does, and the empty page."""

from importlib import import_module

from django.conf import settings

application = import_module("kumiai.config.wsgi").application
settings.ROOT_URLCONF = "kumiai.cli.bench.empty_page"
