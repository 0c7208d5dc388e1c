"""What people log in with, and the code that lets them in for the first time."""

import re

from .vietnamese import search_key

# No letter or digit that looks like another one on paper.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH, GROUP = 10, 5
LONGEST_NAME = 24


def plain_login(prefix, code, name):
    """Return what somebody would best log in with: "hieutruong.01001001".

    :param prefix: what the role is called in log-ins
    :param code: the institution's code, empty where it has none
    :param name: its name, which stands for the code then
    """
    stem = re.sub(r"[^a-z0-9]", "", search_key(code or name))
    return f"{prefix}.{stem if code else stem[-LONGEST_NAME:]}"


def free_logins(wanted, find_taken):
    """Return log-ins that nobody has: what is taken gets a number.

    :param wanted: list of log-ins, the same one several times if need be
    :param find_taken: function that gives those in use, of a set of log-ins
    :return: list of log-ins, in the order of what is wanted
    """
    free, taken = [], find_taken(set(wanted))
    for login in wanted:
        number, numbered = 1, login
        while numbered in taken:
            number += 1
            numbered = f"{login}.{number}"
            taken |= find_taken({numbered})
        taken.add(numbered)
        free.append(numbered)
    return free


def written_code(digest):
    """Return a secret as a code of 49 bits, in groups: "7KQ2M-X9RWD".

    :param digest: hexadecimal digits that nobody can guess
    """
    number, letters = int(digest, 16), ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return f"{letters[:GROUP]}-{letters[GROUP:]}"


def bare_code(typed):
    """Return a code as it was made, however it was typed: small letters, blanks."""
    return re.sub(r"[^A-Z0-9]", "", (typed or "")[:40].upper())
