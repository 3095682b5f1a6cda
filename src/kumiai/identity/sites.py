"""The site as browsers see it, for passkeys: they belong to a host name, not to an address."""

import ipaddress

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kumiai.identity.passkeys import Site


def of(request: HttpRequest) -> Site | None:
    """None where the pages are reached by a bare IP address, which can have no passkeys."""
    host = request.get_host()
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return Site(name, f"{request.scheme}://{host}", _("大学生協マイページ"))
    return None
