from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "kumiai.inquiries"
    default_auto_field = "django.db.models.BigAutoField"
