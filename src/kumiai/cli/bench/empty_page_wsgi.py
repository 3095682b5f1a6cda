"""What the page server of `bench pages` serves: everything it always does, and the empty page."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumiai.config.settings")
application = get_wsgi_application()
settings.ROOT_URLCONF = "kumiai.cli.bench.empty_page"
