"""The states of an assessment and the ways between them, as two tables.

A *hand* is one of the four sets of points: self, council, external, final. Nothing but
the actions of ``cds.assessment`` moves from one state to another.
"""

from dataclasses import dataclass

HANDS = ("self", "council", "external", "final")


@dataclass(frozen=True, slots=True)
class State:
    """A state.

    :param label: its name for users (translated as a selection label)
    :param open_hand: the hand that is filled in, if any
    :param role: the role that fills it in (a group of this add-on, without prefix);
        None: nobody does directly, the team's own sheet does
    :param side: whose staff they are, as in :class:`Transition`
    :param is_editable: whether the school may still change the head of the dossier
    :param standing: the hand whose points are the school's result to those outside of
        it (design.md, 4.6); None: there is none yet, whatever has been scored
    """

    label: str
    open_hand: str | None = None
    role: str | None = None
    side: str = "school"
    is_editable: bool = False
    standing: str | None = None


STATES = {
    "draft": State("Preparation", is_editable=True),
    "self": State("Self-scoring", "self", "contributor", is_editable=True),
    "council": State("Council review", "council", "council", is_editable=True),
    "concluded": State("Waiting for approval"),
    "approved": State("Approved"),
    "submitted": State("Submitted", standing="council"),
    "external": State("External assessment", "external", standing="council"),
    "reviewed": State(
        "Externally assessed",
        "final",
        "authority_head",
        "authority",
        standing="external",
    ),
    "recognised": State("Recognised", standing="final"),
    "published": State("Published", standing="final"),
    "cancelled": State("Cancelled"),
}


# The states of a dossier on its way, in order.
STAGES = tuple(name for name in STATES if name != "cancelled")
# Where the points that count are those of a decision.
RECOGNISED = ("recognised", "published")
# What a decision takes in: those that were recognised one by one have no decision and
# no certificate yet.
TAKEN_IN = ("reviewed", "recognised")
# The states of a paper that has its number, and of evidence that counts.
ISSUED = ("issued", "signed")
LIVE_USES = ("submitted", "accepted")
# The states of a dossier that its school has not handed in.
NOT_HANDED_IN = tuple(
    name for name, state in STATES.items() if not state.standing and name != "cancelled"
)


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from one state to another.

    :param sources: the states in which it is open
    :param target: the state that it leads to
    :param group: the role that goes it (a group of this add-on, without prefix)
    :param side: whose staff: ``school``, or ``authority`` that assesses from outside;
        or ``team``: its members, wherever they work
    :param begins: the hand that begins with it, as a copy of the one before
    """

    sources: tuple[str, ...]
    target: str
    group: str
    side: str = "school"
    begins: str | None = None


SIDES = ("school", "authority", "team")
TRANSITIONS = {
    "start": Transition(("draft",), "self", "council"),
    "to_council": Transition(("self",), "council", "council", begins="council"),
    "conclude": Transition(("council",), "concluded", "council"),
    # From approved as well: what the check finds then can be mended by nobody else.
    "send_back": Transition(("concluded", "approved"), "council", "head"),
    "approve": Transition(("concluded",), "approved", "head"),
    "submit": Transition(("approved",), "submitted", "head"),
    "receive": Transition(("submitted",), "external", "officer", "authority"),
    "return": Transition(("submitted",), "council", "officer", "authority"),
    "close_external": Transition(
        ("external",), "reviewed", "reviewer", "team", begins="final"
    ),
    "recognise": Transition(("reviewed",), "recognised", "authority_head", "authority"),
    "publish": Transition(("recognised",), "published", "authority_head", "authority"),
    "record_recognition": Transition(
        ("approved",), "recognised", "head", begins="final"
    ),
    "cancel": Transition(
        ("draft", "self", "council", "concluded"), "cancelled", "head"
    ),
}


def reached(state: str, stage: str) -> bool:
    """Return whether a dossier in a state has come to a stage, or past it."""
    return state in STAGES and STAGES.index(state) >= STAGES.index(stage)


def hands_up_to(hand: str) -> tuple[str, ...]:
    """Return the hands that have been begun once ``hand`` has, in order."""
    return HANDS[: HANDS.index(hand) + 1]


def standing_hand(state: str) -> str:
    """Return the hand whose points are a school's result, as counted by others.

    The one place for the rule: lists, graphs, workbooks, reports and papers ask here.
    A school's own points count once they are submitted, those of the team once it has
    closed its assessment, those of the authority's head once they are recognised.

    :param state: of a dossier
    :return: one of :data:`HANDS`, empty where nothing counts yet
    """
    return STATES[state].standing or ""


def is_reached_by_authority(state: str) -> bool:
    """Return whether a school's dossier comes into a state by the authority's work
    alone.

    :param state: one that something waits for
    """
    order = list(STATES)
    return order.index(state) > order.index("submitted") and state != "cancelled"


def hand_before(hand: str) -> str:
    """Return the hand that one is compared with: council with self, and so on."""
    return HANDS[HANDS.index(hand) - 1]
