"""`/demo/mailbox`: the mails of the demo's own mail server. Only where there is a demo."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from kumiai.kit import environment

SHOWN_MAX = 50
_LINK = re.compile(r"https?://[^\s<>&]+")


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    if not settings.DEMO:
        raise Http404
    folder = environment.data_folder() / "demo-mailbox"
    files = sorted(folder.glob("*.eml"), key=_age, reverse=True)[:SHOWN_MAX]
    return render(request, "portal/demo_mailbox.html", {"letters": [_letter(f) for f in files]})


def _age(file: Path) -> tuple[int, str]:
    return file.stat().st_mtime_ns, file.name


def _letter(file: Path) -> dict[str, object]:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    return {
        "name": file.stem,
        "sender": str(message["From"]),
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "at": datetime.fromtimestamp(file.stat().st_mtime, UTC),
        "body": _with_links(body.get_content() if body else ""),
    }


def _with_links(text: str) -> SafeString:
    """The text with its addresses to click on."""
    linked = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))
    return mark_safe(linked)  # noqa: S308 - escaped above
