"""Django's settings: the one file, read from the environment (`kumiai.kit.environment`)."""

from pathlib import Path
from urllib.parse import urlsplit

from kumiai.config import database, secret_key
from kumiai.kit import environment, logs
from kumiai.ui import csp

PACKAGE = Path(__file__).resolve().parent.parent
DATA_FOLDER = environment.data_folder()

DEBUG = False
SECRET_KEY = environment.SECRET_KEY() or secret_key.of(DATA_FOLDER)
PAGES_URL = environment.pages_url()
DEMO = environment.DEMO()

# Who may ask for a page.
LOOPBACK_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [
    *LOOPBACK_HOSTS,
    urlsplit(PAGES_URL).hostname or environment.HOST(),
    *environment.ALLOWED_HOSTS(),
]
TRUSTED_PROXIES = environment.TRUSTED_PROXIES()
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What holds it together.
INSTALLED_APPS = [
    "kumiai.portal",
    "kumiai.backoffice",
    "kumiai.reports",
    "kumiai.purchases",
    "kumiai.slips",
    "kumiai.joining",
    "kumiai.wallet",
    "kumiai.meals",
    "kumiai.identity",
    "kumiai.notices",
    "kumiai.inquiries",
    "kumiai.members",
    "kumiai.ledger",
    "kumiai.mail",
    "kumiai.coops",
    "kumiai.ui",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "kumiai.config.proxies.believe_only_trusted",
    # Pads each page by chance, so that its length tells nothing of what is in it.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kumiai.ui.csp.ContentSecurityPolicyMiddleware",
    "kumiai.config.headers.keep_pages_private",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kumiai.config.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kumiai.portal.middleware.coop_and_viewer",
    "kumiai.backoffice.middleware.staff_viewer",
    "kumiai.config.addresses.without_control_signs",
    "django_htmx.middleware.HtmxMiddleware",
    "kumiai.config.methods.told_on_a_page",
]
ROOT_URLCONF = "kumiai.config.urls"
WSGI_APPLICATION = "kumiai.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "kumiai.ui.context.page_frame",
            ],
        },
    }
]

# Where things are kept.
DATABASES = {"default": database.of(environment.database_url(), pool=environment.DATABASE_POOL())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time.
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "kumiai-language"
LOCALE_PATHS = [PACKAGE / "ui" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# Files that never change under their name.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "kumiai.config.static.HashedFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# What browsers are told. Plain cookies only where the whole way is this machine.
_IS_PLAIN = urlsplit(PAGES_URL).scheme == "http" and environment.is_loopback()
SECURE_CSP = csp.DEFAULT_POLICY
CSRF_FAILURE_VIEW = "kumiai.ui.views.form_expired"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 0 if _IS_PLAIN else 31_536_000
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "" if _IS_PLAIN else "__Host-"
COOKIES_ARE_SECURE = not _IS_PLAIN
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}kumiai-csrf"
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = COOKIES_ARE_SECURE
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if not _IS_PLAIN:
    CSRF_TRUSTED_ORIGINS = [PAGES_URL]

# Mail.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.SMTP_HOST()
EMAIL_PORT = environment.SMTP_PORT()
EMAIL_HOST_USER = environment.SMTP_USER()
EMAIL_HOST_PASSWORD = environment.SMTP_PASSWORD()
EMAIL_USE_TLS = environment.SMTP_TLS() == "starttls"
EMAIL_USE_SSL = environment.SMTP_TLS() == "tls"
EMAIL_TIMEOUT = 20

# What is written down.
LOGGING = logs.configuration(
    level=environment.LOG_LEVEL(), is_json=environment.LOG_FORMAT() == "json"
)
