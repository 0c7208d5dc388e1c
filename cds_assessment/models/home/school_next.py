"""The next step of a dossier: one sentence and one button for whoever looks."""

from ...tools.states import TRANSITIONS
from .shown import call, form

# By state: the action that leads on.
MAIN = {
    "draft": "start",
    "self": "to_council",
    "council": "conclude",
    "concluded": "approve",
    "approved": "submit",
}


def read_next(dossier):
    """Return the next step for the user.

    :return: ``text``, what is to be done; ``note``, what holds it up or who is waited
        for; ``button``, the one thing to press; ``confirm``, what is asked before
    """
    env = dossier.env
    step = {"text": "", "note": "", "button": None, "confirm": ""}
    action = MAIN.get(dossier.state)
    if dossier.state == "self":
        own = _find_own_items(dossier)
        if own:
            return step | _score(dossier, own)
    if action and _has_role(dossier, action):
        reason = (dossier.refusals or {}).get(action)
        if not reason:
            return step | _go(dossier, action)
        step["note"] = reason
    return step | {
        "text": _get_waiting_words(dossier),
        "button": form(dossier) | {"label": env._("Open the Dossier")},
    }


def _has_role(dossier, action):
    """Return whether an action is the user's to take, once nothing holds it up."""
    way = TRANSITIONS[action]
    return not dossier._get_cannot_role_reason(way.group, way.side)


def _find_own_items(dossier):
    """Return the items that are the user's to score, in order: given to them, or, for
    the council, to nobody."""
    user = dossier.env.user
    open_ones = dossier.line_ids.filtered(lambda line: line.status != "done")
    given = open_ones.filtered(lambda line: user in line.assigned_user_ids)
    if given or not user.has_group("cds_assessment.group_council"):
        return given
    return open_ones.filtered(lambda line: not line.assigned_user_ids)


def _score(dossier, own):
    env = dossier.env
    first = own.sorted("sequence")[0]
    others = dossier.line_ids.filtered(lambda line: line.status != "done") - own
    return {
        "text": env._(
            "Score the %(count)s items that are left for you, beginning with %(code)s "
            "%(name)s.",
            count=len(own),
            code=first.code,
            name=first.name,
        ),
        "note": env._("Others still have %(count)s items.", count=len(others))
        if others
        else "",
        "button": call(
            first,
            "action_open_assessment",
            env._("Go On With %(code)s", code=first.code),
        ),
    }


def _go(dossier, action):
    env = dossier.env
    words = {
        "start": (
            env._("Begin to score: items are given out, last year's evidence comes."),
            env._("Start Self-scoring"),
            "",
        ),
        "to_council": (
            env._("Everything is scored: the council can go through it."),
            env._("Hand to the Council"),
            env._(
                "The points that the school gave itself stay as they are from now on; "
                "the council goes through them and gives its own. There is no way back "
                "to the self-scoring."
            ),
        ),
        "conclude": (
            env._("The council can conclude."),
            env._("Conclude"),
            env._(
                "After this nobody changes points or evidence, unless the head gives "
                "the dossier back to the council. Conclude?"
            ),
        ),
        "approve": (
            env._("The council has concluded: its result waits for your approval."),
            env._("Approve"),
            env._("Approve the result of the council?"),
        ),
        "submit": (
            env._("The dossier is approved and can be submitted."),
            env._("Submit"),
            env._("Submit the dossier to the authority?"),
        ),
    }
    text, label, confirm = words[action]
    button = call(dossier, f"action_{action}", label)
    return {"text": text, "button": button, "confirm": confirm}


def _get_waiting_words(dossier):
    """Say what a dossier waits for that is not the user's to do."""
    env = dossier.env
    state = dossier.state
    if dossier.receipt:
        return dossier.receipt
    if state in ("recognised", "published"):
        return env._("The levels are recognised.")
    if state == "self" and all(line.status == "done" for line in dossier.line_ids):
        return env._("Everything is scored: the council can go through it.")
    names = dossier._get_names_on_turn()
    if names:
        return env._(
            "%(state)s: it waits for %(names)s.",
            state=dossier._get_state_label(),
            names=", ".join(names),
        )
    return dossier._get_state_label()
