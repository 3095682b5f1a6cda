"""`/office/condition`: whether every co-op works, for operators; nobody's name, nobody's money."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import kumiai
from kumiai.backoffice import access, wording_condition
from kumiai.backoffice.viewer import StaffRequest
from kumiai.kit import clock
from kumiai.reports.condition import queries

MIB = 1024 * 1024


@require_safe
@access.office(*access.OPERATOR)
def condition(request: StaffRequest) -> HttpResponse:
    """Every co-op of the installation, those to look at first, and what they share."""
    found = queries.condition(at=clock.now())
    words = wording_condition.concerns()
    rows = [(coop, [words[each] for each in concerns]) for coop, concerns in found.coops]
    shown = {
        "found": found,
        "rows": sorted(rows, key=lambda row: not row[1]),
        "work_concerns": [words[each] for each in found.work_concerns],
        "limits": list(words.values()),
        "database_mib": found.work.database_bytes // MIB,
        "version": kumiai.__version__,
    }
    return render(request, "backoffice/condition.html", shown)
