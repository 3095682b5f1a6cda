"""Every write about inquiries: taking one in, what the desk does with it, and canned answers."""

from kumiai.inquiries.actions.canned import CannotSave, save_canned_answer
from kumiai.inquiries.actions.desk import (
    CannotAnswer,
    CannotChange,
    NoSuchInquiry,
    Written,
    assign,
    attach_member,
    change_state,
    follow_up,
    note,
    reply,
)
from kumiai.inquiries.actions.sending import Asked, Asker, TooManyInquiries, send_inquiry

__all__ = [
    "Asked",
    "Asker",
    "CannotAnswer",
    "CannotChange",
    "CannotSave",
    "NoSuchInquiry",
    "TooManyInquiries",
    "Written",
    "assign",
    "attach_member",
    "change_state",
    "follow_up",
    "note",
    "reply",
    "save_canned_answer",
    "send_inquiry",
]
