"""A refused password or code in words, under the field it was typed into."""

from django.forms import BaseForm
from django.utils.translation import gettext as _

from kumiai.identity import hashing
from kumiai.identity.actions import CannotLogIn, Refusal
from kumiai.ui import waiting


def say(form: BaseForm, refused: Exception, *, field: str | None = None) -> int:
    """Put the refusal, a CannotLogIn or HashingBusy, into the form; the status that goes with it.

    `field` is where it was typed; none where login ID and password are one question.
    """
    if isinstance(refused, hashing.HashingBusy):
        form.add_error(None, waiting.logins_are_busy())
        return 503
    assert isinstance(refused, CannotLogIn)  # noqa: S101 - for the type checker
    if refused.refusal is Refusal.WRONG:
        form.add_error(field, _wrong(field))
        return 422
    if refused.retry_at:
        form.add_error(None, waiting.after_wrong_tries(refused.retry_at))
    else:
        form.add_error(
            None, _("入力の間違いが続いたため、ログインを止めています。運用担当にご連絡ください。")
        )
    return 429


def _wrong(field: str | None) -> str:
    if field == "code":
        return _(
            "コードが違うか、使用済みです。新しいコードが表示されるのを待って入力してください。"
        )
    if field in ("current_password", "step_up_password"):
        return _("パスワードが違います。もう一度入力してください。")
    return _("ログインIDまたはパスワードが違います。")
