"""What only the portal's templates are written with: `{% load portal %}`."""

from django import template

from kumiai.mail.rules import Cause
from kumiai.meals.nutrition import Figures
from kumiai.portal import nutrients, wording

register = template.Library()


@register.filter
def mail_cause(cause: Cause | None) -> str:
    """What stands in the way of a mail, in a sentence; nothing where nothing does."""
    return "" if cause is None else str(wording.MAIL_CAUSES[cause])


@register.simple_tag
def nutrient(field: str, figures: Figures) -> str:
    """One figure of several, as people write it, with its unit."""
    return nutrients.amount(field, getattr(figures, field))


@register.simple_tag
def nutrient_amount(field: str, figure: int) -> str:
    """A figure that stands alone."""
    return nutrients.amount(field, figure)
