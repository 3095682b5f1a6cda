from django.apps import AppConfig


class WalletConfig(AppConfig):
    name = "kumiai.wallet"
    default_auto_field = "django.db.models.BigAutoField"
