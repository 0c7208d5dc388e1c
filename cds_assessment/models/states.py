"""The states of an assessment, as a table: which hand may be filled in, which counts.

A *hand* is one of the four sets of points: self, council, external, final. Nothing but
the actions of ``cds.assessment`` moves from one state to another.
"""

from dataclasses import dataclass

HANDS = ("self", "council", "external", "final")


@dataclass(frozen=True, slots=True)
class State:
    """A state.

    :param label: its name for users (translated as a selection label)
    :param open_hand: the hand that people fill in, if any
    """

    label: str
    open_hand: str | None = None


STATES = {
    "draft": State("Preparation"),
    "self": State("Self-scoring", open_hand="self"),
    "council": State("Council review", open_hand="council"),
    "concluded": State("Waiting for approval"),
    "approved": State("Approved"),
    "submitted": State("Submitted"),
    "external": State("External assessment"),
    "reviewed": State("Externally assessed", open_hand="final"),
    "recognised": State("Recognised"),
    "published": State("Published"),
    "cancelled": State("Cancelled"),
}


def hands_up_to(hand: str) -> tuple[str, ...]:
    """Give the hands that have been begun once ``hand`` has, in order."""
    return HANDS[: HANDS.index(hand) + 1]
