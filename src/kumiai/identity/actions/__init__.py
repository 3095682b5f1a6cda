"""Every write about logins, by subject; callers say `actions.<verb>`."""

from kumiai.identity.actions.codes import IssuedCode, NoCodes, issue_codes
from kumiai.identity.actions.consents import CannotConsent, consent
from kumiai.identity.actions.login import LetIn, TicketOpened, log_in
from kumiai.identity.actions.mail_proofs import (
    CannotProve,
    CannotSendMailTest,
    CodeAnswer,
    prove_by_code,
    prove_by_link,
    send_mail_test,
)
from kumiai.identity.actions.provisional import register_provisionally
from kumiai.identity.actions.registration import (
    AlreadyRegistered,
    CannotRegister,
    TicketIsOver,
    check_identity,
    complete_registration,
    drop_ticket,
    put_draft,
    register_fully,
)
from kumiai.identity.actions.sessions import end_session, note_seen
from kumiai.identity.actions.throttles import CannotLogIn, Refusal, forget_expired

__all__ = [
    "AlreadyRegistered",
    "CannotConsent",
    "CannotLogIn",
    "CannotProve",
    "CannotRegister",
    "CannotSendMailTest",
    "CodeAnswer",
    "IssuedCode",
    "LetIn",
    "NoCodes",
    "Refusal",
    "TicketIsOver",
    "TicketOpened",
    "check_identity",
    "complete_registration",
    "consent",
    "drop_ticket",
    "end_session",
    "forget_expired",
    "issue_codes",
    "log_in",
    "note_seen",
    "prove_by_code",
    "prove_by_link",
    "put_draft",
    "register_fully",
    "register_provisionally",
    "send_mail_test",
]
