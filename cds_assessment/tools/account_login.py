"""What people log in with, and the code that lets them in for the first time."""

import re
import secrets

from .vietnamese import search_key

# No letter or digit that looks like another one on paper.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 10, 5
LONGEST_NAME = 24


def make_login(prefix, code, name, taken):
    """Return a log-in that nobody has: "hieutruong.01001001".

    :param prefix: what the role is called in log-ins
    :param code: the institution's code, empty where it has none
    :param name: its name, which stands for the code then
    :param taken: set of log-ins in use
    """
    stem = re.sub(r"[^a-z0-9]", "", search_key(code or name))
    login = f"{prefix}.{stem if code else stem[-LONGEST_NAME:]}"
    number, free = 1, login
    while free in taken:
        number += 1
        free = f"{login}.{number}"
    return free


def make_code():
    """Return a code of 49 bits, in groups: "7KQ2M-X9RWD"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def bare_code(typed):
    """Return a code as it was made, however it was typed: small letters, blanks."""
    return re.sub(r"[^A-Z0-9]", "", (typed or "")[:40].upper())
