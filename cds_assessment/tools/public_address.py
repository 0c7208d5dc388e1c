"""The address at which anybody finds certificates and published results.

It is printed, as a QR code too, and stays on paper for years: a setting of its own, for
what the server calls itself (``web.base.url``) follows whoever logs in.
"""

import ipaddress
from urllib.parse import urlsplit

PARAMETER = "cds_assessment.public_address"


def public_address(env):
    """Return the address, no slash at its end: the setting, else the server's own."""
    # sudo: the address of this server is no secret
    parameters = env["ir.config_parameter"].sudo()
    address = parameters.get_param(PARAMETER) or parameters.get_param("web.base.url")
    return (address or "").strip().rstrip("/")


def is_reachable(address):
    """Return whether others can open an address: not this machine's own, nor a house's.

    :param address: for instance "https://cds.example.edu.vn"
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    number = _to_number(host)
    if number:
        return number.is_global
    name, _dot, last = host.rpartition(".")
    return bool(name) and last not in ("localhost", "local", "lan", "internal")


def _to_number(host):
    """Give a host as a number on the net, None where it is a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def unreachable_reason(env):
    """Return why nothing may be printed that bears the address (empty: it may)."""
    address = public_address(env)
    if is_reachable(address):
        return ""
    return env._(
        "The QR code would lead to “%(address)s”, which nobody else can open: ask your "
        "administrator to enter the public address in Settings, Digital "
        "Transformation, Public Address.",
        address=address,
    )
