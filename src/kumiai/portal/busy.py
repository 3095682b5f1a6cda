"""What a page says while passwords cannot be hashed: come again in a moment."""

from collections.abc import Callable

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kumiai.identity import hashing


def words() -> str:
    """Said where a password cannot be hashed for the moment."""
    return _("ただいまログインが混み合っています。数秒おいて、もう一度お試しください。")


def answer(form: BaseForm, page: Callable[[], HttpResponse]) -> HttpResponse:
    """The page of the form, which says so, and when to come again."""
    form.add_error(None, words())
    response = page()
    response["Retry-After"] = str(hashing.RETRY_AFTER_SECONDS)
    return response
