"""``python3 -m dev tool MODULE …``: a Python tool of the host's environment."""

from dev import venv
from dev.errors import HostError
from dev.paths import ROOT
from dev.processes import start


def main(arguments):
    """Run the module that ``arguments`` name; return its exit status."""
    if not arguments:
        raise HostError("running a tool", "none is named", "dev tool ruff check")
    module, *rest = arguments
    command = [venv.find_venv().python, "-m", module, *rest]
    return start(command, foreground=True, cwd=ROOT).wait()
