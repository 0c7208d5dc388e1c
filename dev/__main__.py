"""Entry of the host: ``python3 -m dev <command> [arguments]``."""

import importlib
import sys
from pathlib import Path

from dev import processes
from dev.errors import HostError

COMMANDS = sorted(
    path.stem
    for path in (Path(__file__).parent / "commands").glob("*.py")
    if not path.stem.startswith("_")
)


def main(arguments):
    """Run a command; return the exit status of the program."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"usage: python3 -m dev {{{','.join(COMMANDS)}}}", file=sys.stderr)
        return 2
    processes.adopt_orphans()
    command = importlib.import_module(f"dev.commands.{arguments[0]}")
    try:
        return command.main(arguments[1:])
    except HostError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        processes.stop_all()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
