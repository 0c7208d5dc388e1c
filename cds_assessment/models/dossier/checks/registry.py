"""The check before sending (khám hồ sơ): its rules, in one registry.

A rule is a small function that takes the :class:`~.dossier.Dossier`, plain data that
was read once, and gives the findings that it has::

    from odoo.addons.cds_assessment.models.dossier.checks import check, warning

    @check("school_few_computers")
    def few_computers(dossier):
        if dossier.figures.get("pupil_computers", 0) < 10:
            yield warning(dossier.env._("There are few computers."))

That is all that another module does: the rule runs in the databases where the module is
installed. What the plain data does not tell, it reads by ``dossier.assessment``.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

_logger = logging.getLogger(__name__)

SEVERITIES = ("blocking", "warning", "remark")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands, for the button that leads there.

    :param field: the field of the record, if it is one
    :param item: the code of the item, in a dossier's table of items
    :param action: a method of the record that puts it right, or makes what is missing
    """

    model: str
    res_id: int
    field: str = ""
    item: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found.

    :param severity: ``blocking`` (stops the submission), ``warning`` or ``remark``
    :param sentence: what it is, in the user's language
    :param place: where it is put right
    :param code: the rule that found it
    """

    severity: str
    sentence: str
    place: Place | None = None
    code: str = ""


def blocking(sentence, place=None):
    """Return a finding with which the dossier is not submitted."""
    return Finding("blocking", sentence, place)


def warning(sentence, place=None):
    """Return a finding that is likely a fault."""
    return Finding("warning", sentence, place)


def remark(sentence, place=None):
    """Return a finding that may well be right as it is."""
    return Finding("remark", sentence, place)


@dataclass(frozen=True, slots=True)
class Check:
    """A rule.

    :param run: takes a ``Dossier``, gives findings
    :param is_slow: it reads files: only when asked for, and when the dossier is sent
    :param module: the add-on that brings it
    """

    code: str
    run: Callable
    is_slow: bool
    module: str


CHECKS: dict[str, Check] = {}


def check(code, is_slow=False):
    """Register a rule.

    :param code: its name, for the log and for tests; other modules begin with their own
    :param is_slow: see :class:`Check`
    :raise ValueError: when there is one with its code
    """

    def register(function):
        if code in CHECKS:
            raise ValueError(f"there are two checks {code}")
        module = function.__module__.split(".")
        name = module[2] if module[:2] == ["odoo", "addons"] else ""
        CHECKS[code] = Check(code, function, is_slow, name)
        return function

    return register


def run_checks(dossier, is_slow=None):
    """Run the rules over a dossier.

    :param is_slow: only the slow ones, or only the others; all of them by default
    :return: list of ``Finding``, the gravest first
    """
    # a server has other databases, with other modules
    installed = dossier.env.registry._init_modules
    findings = []
    for rule in CHECKS.values():
        if is_slow in (None, rule.is_slow) and rule.module in (*installed, ""):
            findings += (replace(f, code=rule.code) for f in _run(rule, dossier))
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def _run(rule, dossier):
    """Run one rule; where it fails, that is a finding, and never passes unseen."""
    try:
        return list(rule.run(dossier))
    except Exception:
        _logger.exception("The check “%s” could not be run.", rule.code)
        sentence = dossier.env._(
            "The check “%(code)s” could not be run: tell your administrator.",
            code=rule.code,
        )
        return [blocking(sentence)]
