"""What only the portal's templates are written with: `{% load portal %}`."""

from django import template

from kumiai.mail.rules import Cause
from kumiai.portal import wording

register = template.Library()


@register.filter
def mail_cause(cause: Cause | None) -> str:
    """What stands in the way of a mail, in a sentence; nothing where nothing does."""
    return "" if cause is None else str(wording.MAIL_CAUSES[cause])
