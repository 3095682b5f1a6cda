"""What a page says while passwords cannot be hashed: come again in a moment."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpResponse

from kumiai.identity import hashing
from kumiai.ui import waiting


def answer(form: BaseForm, page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of the form, which says so, and when to come again."""
    form.add_error(None, waiting.logins_are_busy())
    response = page()
    response["Retry-After"] = str(hashing.RETRY_AFTER_SECONDS)
    return response
