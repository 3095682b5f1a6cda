"""Django's way of saying where the database is."""

from typing import Any

from psycopg import conninfo

# Django copies what psycopg can adapt at its first connection: packed columns must be known then.
from kumiai.kit import columns  # noqa: F401

# A page that hangs gives its connection back; tills and long work set their own limits.
_PAGE_LIMITS = {
    "lock_timeout": "5s",
    "statement_timeout": "15s",
    "idle_in_transaction_session_timeout": "15s",
}


def of(url: str, *, pool: int) -> dict[str, Any]:
    """The entry of DATABASES for a PostgreSQL address; with `pool` connections kept open, or 0."""
    parts = dict(conninfo.conninfo_to_dict(url))
    options: dict[str, Any] = {
        "application_name": "kumiai",
        # Planning the statements of a page anew each time takes longer than running them.
        "server_side_binding": True,
        "prepare_threshold": 3,
    }
    entry = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "") or "kumiai",
        "USER": parts.pop("user", "") or "",
        "PASSWORD": parts.pop("password", "") or "",
        "HOST": parts.pop("host", "") or "",
        "PORT": str(parts.pop("port", "") or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
    options |= parts
    if pool:
        limits = " ".join(f"-c {name}={value}" for name, value in _PAGE_LIMITS.items())
        options["options"] = f"{parts.get('options') or ''} {limits}".strip()
        options["pool"] = {"min_size": min(pool, 2), "max_size": pool, "timeout": 10}
    return entry
