"""Every kind of two-person act the office knows. A room or a page brings its own and is listed."""

from kumiai.coops.approvals.kinds import ApprovalKind

_ALL: tuple[ApprovalKind, ...] = ()

KINDS = {kind.name: kind for kind in _ALL}
