"""Which device and which network somebody comes from, as roughly as a person wants to know. Pure.

A browser says what it likes about itself: this is for recognising one's own, never for a decision.
"""

import ipaddress
import re
from dataclasses import dataclass

USER_AGENT_LENGTH_MAX = 300

# The first that is found is meant: Edge and Opera say Chrome as well, and Chrome says Safari.
_BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"\b(?:Chrome|CriOS|HeadlessChrome)/"),
    ("Safari", r"\bSafari/"),
    ("w3m", r"^w3m/"),
)
_SYSTEMS = (
    ("iPhone", r"\biPhone\b"),
    ("iPad", r"\biPad\b"),
    ("Android", r"\bAndroid\b"),
    ("Windows", r"\bWindows\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Mac", r"\bMac(?:intosh| OS X)\b"),
    ("Linux", r"\bLinux\b"),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a request comes from: its network, what it says of itself, and its device token.

    The token is what this browser was given when somebody logged in with it before.
    """

    network: str = ""
    user_agent: str = ""
    device_token: str = ""


def device(user_agent: str) -> str:
    """`Safari, iPhone`; empty where a browser does not say, or says something unheard of."""
    seen = user_agent[:USER_AGENT_LENGTH_MAX]
    named = (_first(_BROWSERS, seen), _first(_SYSTEMS, seen))
    return ", ".join(name for name in named if name)


def rough_network(address: str) -> str:
    """`192.0.2.*`, `2001:db8:1::*`: enough to tell home from abroad, not who sits where."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, ipaddress.IPv4Address):
        return f"{found.exploded.rpartition('.')[0]}.*"
    network = ipaddress.ip_network((int(found), 48), strict=False)
    return f"{network.network_address.compressed}*"


def _first(patterns: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in patterns if re.search(pattern, text)), "")
