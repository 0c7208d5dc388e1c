"""What came of a walk: how often what was asked, and what should not have come."""

import json
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger
from odoo.tools.json import json_default

from .words import english_words, is_vietnamese

# Methods that answer with fields, not with what is in them.
DESCRIBING = ("get_views", "fields_get")
# What Odoo itself says when something is refused.
REFUSALS = (UserError,)  # AccessError, ValidationError, MissingError are some


@dataclass
class Answers:
    """The answers to one user.

    :param env: the environment of the user
    :param name: how the user is called in faults
    """

    env: object
    name: str
    counts: Counter = field(default_factory=Counter)
    refusals: Counter = field(default_factory=Counter)
    faults: dict = field(default_factory=dict)

    def ask(self, place, model, method, *args, context=None, **kwargs):
        """Call a method as the client does, with nothing left of earlier calls.

        Nothing stays of it either, whatever it does.

        :param place: where the client does so, for those who read the faults
        :return: the answer as JSON gives it, None for refusals and faults
        """
        self.env.transaction.clear()
        self.counts[method] += 1
        # the client sends the user's own context with each call
        kwargs["context"] = {**self.env.context, **(context or {})}
        savepoint = self.env.cr.savepoint(flush=False)
        try:
            with mute_logger("odoo.sql_db"):
                answer = call_kw(self.env[model], method, args, kwargs)
            answer = json.loads(json.dumps(answer, default=json_default))
            # descriptions of fields have the same keys
            told = () if method in DESCRIBING else _told(answer)
            for text in told:
                if english_words(text):
                    self.blame(f"{model}.{method}", place, f"in English: {text}")
            return answer
        except REFUSALS as error:
            self.refusals[method] += 1
            if not is_vietnamese(str(error)):
                self.blame(f"{model}.{method}", place, f"in English: {error}")
        except Exception as error:  # pylint: disable=broad-except
            # whatever comes is what a user would see
            self.blame(f"{model}.{method}", place, _describe(error))
        finally:
            savepoint.close(rollback=True)
            self.env.transaction.clear()

    def blame(self, call, place, what):
        """Note a fault: the same one of a call is told once.

        :param call: model and method
        :param place: where it was met
        :param what: what came
        """
        self.faults.setdefault((call, what), f"{self.name}, {place}: {call}: {what}")


def _told(answer):
    """Yield what an answer tells people: why they cannot do something, and warnings."""
    if isinstance(answer, list):
        for part in answer:
            yield from _told(part)
    elif isinstance(answer, dict):
        for key, part in answer.items():
            if key in ("refusals", "warning") and isinstance(part, dict):
                told = part.values() if key == "refusals" else [part.get("message")]
                yield from (text for text in told if isinstance(text, str))
            else:
                yield from _told(part)


def _describe(error):
    """Name an error, and the last line of our own that it went through."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "cds_assessment" in frame.filename and "/tests/" not in frame.filename
    ]
    where = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}: {str(error)[:300]}{where}"
