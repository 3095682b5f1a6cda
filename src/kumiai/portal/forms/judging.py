"""What forms say of a login ID or an address somebody wishes for; the rooms judge it."""

from django.forms import ValidationError

from kumiai.identity import queries as identity
from kumiai.identity import rules
from kumiai.identity.drafts import DraftProblem
from kumiai.mail import rules as mail
from kumiai.portal.forms import wording


def wished_login_id(typed: str) -> str:
    """The login ID, folded; raises ValidationError for one that nobody may have or somebody has."""
    login_id = rules.fold_login_id(typed)
    problem = rules.problem_with_login_id(login_id)
    if problem:
        raise ValidationError(wording.words("login_id", problem))
    if identity.is_login_id_taken(login_id):
        raise ValidationError(wording.words("login_id", DraftProblem.TAKEN))
    return login_id


def mail_address(typed: str) -> str:
    """The address, folded; raises ValidationError for a text that is none."""
    address = mail.fold_address(typed)
    problem = mail.problem_with_address(address)
    if problem:
        raise ValidationError(wording.words("mail", problem))
    return address
