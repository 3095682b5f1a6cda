"""Every kind of two-person act the office knows. A room or a page brings its own and is listed."""

from kumiai.backoffice import (
    compensations,
    corrections,
    payouts,
    recalls,
    returns,
    staff_approvals,
)
from kumiai.coops.approvals.kinds import ApprovalKind

_ALL: tuple[ApprovalKind, ...] = (
    corrections.KIND,
    returns.KIND,
    recalls.KIND,
    payouts.KIND,
    compensations.KIND,
    *staff_approvals.ALL,
)

KINDS = {kind.name: kind for kind in _ALL}
