"""What somebody is told who has to come again: in a moment, or from a time on."""

from datetime import datetime

from django.utils.translation import gettext as _

from kumiai.ui import wording


def logins_are_busy() -> str:
    """Said where a password cannot be hashed for the moment."""
    return _("ただいまログインが混み合っています。数秒おいて、もう一度お試しください。")


def after_wrong_tries(until: datetime) -> str:
    """Said where too many wrong ones came, until the next is looked at."""
    return _(
        "入力の間違いが続いたため、しばらくお待ちいただいています。"
        "%(time)s以降に、もう一度お試しください。"
    ) % {"time": wording.clock_time(until)}
