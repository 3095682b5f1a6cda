"""Every write about logins, by subject; callers say `actions.<verb>`."""

from kumiai.identity.actions.codes import IssuedCode, NoCodes, issue_codes
from kumiai.identity.actions.consents import CannotConsent, consent
from kumiai.identity.actions.first_time import (
    AlreadyProvisional,
    ApplicationIsOver,
    CannotMailLink,
    UnknownNumber,
    WrongApplication,
    apply_for_registration,
    check_application,
    drop_application,
    forget_applications,
    open_application,
    put_application,
    register_first_time,
)
from kumiai.identity.actions.knocks import TooManyKnocks, forget_knocks
from kumiai.identity.actions.login import LetIn, NewPasswordAsked, TicketOpened, log_in
from kumiai.identity.actions.mail_proofs import (
    CannotProve,
    CannotSendMailTest,
    CodeAnswer,
    prove_by_code,
    prove_by_link,
    send_mail_test,
)
from kumiai.identity.actions.provisional import register_provisionally
from kumiai.identity.actions.recovery import (
    ReissueIsOver,
    answer_knock,
    answer_overdue_knocks,
    ask_for_login_id,
    ask_for_password,
    choose_password,
    forget_reissues,
)
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
    "AlreadyProvisional",
    "AlreadyRegistered",
    "ApplicationIsOver",
    "CannotConsent",
    "CannotLogIn",
    "CannotMailLink",
    "CannotProve",
    "CannotRegister",
    "CannotSendMailTest",
    "CodeAnswer",
    "IssuedCode",
    "LetIn",
    "NewPasswordAsked",
    "NoCodes",
    "Refusal",
    "ReissueIsOver",
    "TicketIsOver",
    "TicketOpened",
    "TooManyKnocks",
    "UnknownNumber",
    "WrongApplication",
    "answer_knock",
    "answer_overdue_knocks",
    "apply_for_registration",
    "ask_for_login_id",
    "ask_for_password",
    "check_application",
    "check_identity",
    "choose_password",
    "complete_registration",
    "consent",
    "drop_application",
    "drop_ticket",
    "end_session",
    "forget_applications",
    "forget_expired",
    "forget_knocks",
    "forget_reissues",
    "issue_codes",
    "log_in",
    "note_seen",
    "open_application",
    "prove_by_code",
    "prove_by_link",
    "put_application",
    "put_draft",
    "register_first_time",
    "register_fully",
    "register_provisionally",
    "send_mail_test",
]
