"""``make lint``: every linter, Odoo's own included, and the translations."""

import dataclasses
import os

from dev import databases, host, lint_tree, processes, terms
from dev.errors import HostError
from dev.odoo_run import run_logged
from dev.paths import ADDON, ROOT
from dev.ports import free_port
from dev.say import Clock, say

# Odoo's linter runs pylint over Odoo itself too, which takes minutes: this
# stands before the real one and leaves that folder out. Nor may a comment that
# names a check of pylint-odoo, which Odoo's linter does not load, be an error.
PYLINT = """#!/bin/sh
for argument do
    shift
    [ "$argument" = "{left_out}" ] || set -- "$@" "$argument"
done
exec "{python}" -m pylint "$@" --disable=unknown-option-value
"""


def main(_arguments):
    """Run every check, also after one has failed; return the exit status."""
    failed = []
    with host.ready() as ready:
        for title, command in simple(ready).items():
            attempt(failed, title, tool, command)
        with databases.Slot("plain") as slot:
            ensured = (ready, slot.name, False)
            if attempt(failed, "install with a clean log", databases.ensure, *ensured):
                attempt(failed, "translations", translations, ready, slot.name)
                attempt(failed, "Odoo's test_lint", test_lint, ready, slot.name)
    for title in failed:
        say(f"FAILED: {title}")
    say("lint: something to do" if failed else "lint: nothing found")
    return int(bool(failed))


def attempt(failed, title, check, *arguments):
    """Run a check, which raises ``HostError`` if it finds something; return
    whether it did not. The title of a failed one is added to ``failed``."""
    say(f"[lint] {title}")
    clock = Clock()
    try:
        check(*arguments)
    except HostError as error:
        failed.append(title)
        say(str(error))
        return False
    say(f"      ok, {clock}")
    return True


def simple(ready):
    """Return the commands of the linters that need no database, by title."""
    python = [ready.venv.python, "-m"]
    catalogues = sorted(terms.FOLDER.glob("*.po*"))
    return {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "import-linter": [ready.venv.python.with_name("lint-imports")],
        "pylint-odoo": [*python, "pylint", ADDON],
        "oca-checks-odoo-module": [*python, "oca_pre_commit_hooks.cli", ADDON],
        "guides": [*python, "dev.guides", "check"],
        "oca-checks-po": [*python, "oca_pre_commit_hooks.cli_po", *catalogues],
    }


def tool(command):
    """Run a linter; raises ``HostError`` when it finds something."""
    status = processes.start(command, cwd=ROOT).wait()
    if status:
        raise HostError(
            " ".join(map(str, command[:3])),
            f"status {status}",
            "see its findings above",
        )


def translations(ready, database):
    """Compare the committed catalogues with the terms; raises ``HostError``."""
    if terms.handle(ready, "check", terms.export(ready, database)):
        raise HostError("comparing the terms", "see above", "make pot, then translate")


def test_lint(ready, model):
    """Run Odoo's linter on the add-on; raises ``HostError`` if it finds something."""
    sql = "SELECT name FROM ir_module_module WHERE state = 'installed'"
    installed = ready.server.query(model, sql)
    tree = lint_tree.make(ready.odoo, installed, ready.run_dir / "lint")
    programs = ready.run_dir / "bin"
    put_pylint(programs, tree.python_path / "odoo", ready.venv.python)
    small = dataclasses.replace(
        ready, odoo=tree, programs=(programs,), bytecode=ready.run_dir / "bytecode"
    )
    with databases.Slot("lint") as slot:
        ready.server.drop(slot.name)
        ready.server.clone(model, slot.name)
        try:
            outcome = run_test_lint(small, slot.name).check()
        finally:
            ready.server.drop(slot.name)
    if not outcome.log.started:
        raise HostError(outcome.name, "no test ran")
    say(f"      {outcome.log.counts()}")


def run_test_lint(small, database):
    """Run the tests of Odoo's linter in ``database``; return the ``Outcome``."""
    tests = ("--test-enable", "--test-tags", f"/{lint_tree.LINTER}")
    port = ("--http-port", free_port())
    arguments = ("-d", database, "-i", lint_tree.LINTER, *tests, *port)
    return run_logged(small, (*arguments, "--stop-after-init"), "test_lint")


def put_pylint(folder, left_out, python):
    """Write a ``pylint`` into ``folder`` that passes over the path ``left_out``."""
    folder.mkdir()
    program = folder / "pylint"
    text = PYLINT.format(left_out=os.path.realpath(left_out), python=python)
    program.write_text(text)
    program.chmod(0o755)
