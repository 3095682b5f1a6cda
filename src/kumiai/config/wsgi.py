"""What the page server serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumiai.config.settings")
application = get_wsgi_application()

# A page makes some ten thousand objects and hardly a cycle. Looking for cycles after every 700 of
# them, in all that was loaded too, took a tenth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
