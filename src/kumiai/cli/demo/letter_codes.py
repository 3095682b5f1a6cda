"""The codes of the demo's letters, kept where demo.json is made from."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from kumiai.cli.demo import manifest, whole_files
from kumiai.identity import rules
from kumiai.identity.actions import IssuedCode

Codes = dict[str, str]


def kept(coop_id: int) -> Codes:
    """The codes as printed, by provisional login ID; none where the co-op writes no letters."""
    try:
        return msgspec.json.decode(_file(coop_id).read_bytes(), type=Codes)
    except (FileNotFoundError, msgspec.DecodeError):
        return {}


def keep(coop_id: int, issued: Sequence[IssuedCode]) -> None:
    """Keep what goes on the letters of a member file."""
    if issued:
        codes = {one.login_id: rules.printed_code(one.code) for one in issued}
        content = msgspec.json.encode(kept(coop_id) | codes)
        whole_files.write(_file(coop_id), msgspec.json.format(content))
        _file(coop_id).chmod(0o600)


def _file(coop_id: int) -> Path:
    return manifest.folder() / str(coop_id) / "letter-codes.json"
