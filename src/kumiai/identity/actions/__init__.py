"""Every write about logins, by subject; callers say `actions.<verb>`."""

from kumiai.identity.actions.changes import (
    CannotChange,
    Changed,
    NothingToChange,
    Wishes,
    change_details,
)
from kumiai.identity.actions.login import LetIn, TicketOpened, log_in
from kumiai.identity.actions.mail_changes import (
    MailChanged,
    MailWish,
    NoMailChange,
    change_mail_by_code,
    change_mail_by_link,
    drop_mail_change,
    send_again,
)
from kumiai.identity.actions.mail_proofs import (
    CannotProve,
    CannotSendMailTest,
    CodeAnswer,
    prove_by_code,
    prove_by_link,
    send_mail_test,
)
from kumiai.identity.actions.passkeys import (
    CannotUsePasskey,
    NoSuchPasskey,
    TooManyPasskeys,
    add_passkey,
    log_in_with_passkey,
    remove_passkey,
    rename_passkey,
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
from kumiai.identity.actions.sessions import (
    end_named_session,
    end_other_sessions,
    end_session,
    note_seen,
)
from kumiai.identity.actions.sharing import (
    CannotShare,
    NotOnesOwnChoice,
    choose_sharing,
    note_guardian_views,
)
from kumiai.identity.actions.step_up import confirm_password
from kumiai.identity.actions.throttles import CannotLogIn, Refusal, forget_expired

__all__ = [
    "AlreadyRegistered",
    "CannotChange",
    "CannotLogIn",
    "CannotProve",
    "CannotRegister",
    "CannotSendMailTest",
    "CannotShare",
    "CannotUsePasskey",
    "Changed",
    "CodeAnswer",
    "LetIn",
    "MailChanged",
    "MailWish",
    "NoMailChange",
    "NoSuchPasskey",
    "NotOnesOwnChoice",
    "NothingToChange",
    "Refusal",
    "TicketIsOver",
    "TicketOpened",
    "TooManyPasskeys",
    "Wishes",
    "add_passkey",
    "change_details",
    "change_mail_by_code",
    "change_mail_by_link",
    "check_identity",
    "choose_sharing",
    "complete_registration",
    "confirm_password",
    "drop_mail_change",
    "drop_ticket",
    "end_named_session",
    "end_other_sessions",
    "end_session",
    "forget_expired",
    "log_in",
    "log_in_with_passkey",
    "note_guardian_views",
    "note_seen",
    "prove_by_code",
    "prove_by_link",
    "put_draft",
    "register_fully",
    "register_provisionally",
    "remove_passkey",
    "rename_passkey",
    "send_again",
    "send_mail_test",
]
