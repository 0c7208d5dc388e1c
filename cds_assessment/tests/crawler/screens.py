"""Screens as the web client reads them out of ``get_views``: fields and filters."""

from dataclasses import dataclass, field

from lxml import etree

from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

ALWAYS = ("1", "True", "true")
X2MANY = ("one2many", "many2many")
DISPLAYED = {"display_name": {}}


@dataclass
class Screen:
    """A view of a model.

    :param model: the name of the model
    :param kind: form, list, kanban, …
    :param arch: the root of its architecture
    :param views: what ``get_views`` answered, which has the fields of all models
    """

    model: str
    kind: str
    arch: etree._Element
    views: dict = field(repr=False)

    @property
    def fields(self):
        """Give the descriptions of the model's fields that came along, by name."""
        return self.views["models"][self.model]["fields"]

    def nodes(self):
        """Yield the nodes of the fields that are this model's own, not a row's."""
        yield from _own_fields(self.arch)

    def specification(self):
        """Return what the client asks of each record, as ``web_read`` takes it."""
        return _specification(self.arch, self.model, self.views["models"])

    def rows(self):
        """Yield the name of each x2many field with the screens of its rows."""
        for node in self.nodes():
            name = node.get("name")
            if self.fields[name]["type"] in X2MANY:
                model = self.fields[name]["relation"]
                yield (
                    name,
                    [
                        Screen(model, child.tag, child, self.views)
                        for child in node
                        if child.tag in ("list", "kanban", "form")
                    ],
                )

    def columns(self, kind):
        """Give the names of the fields of a pivot or graph of a type (row, measure)."""
        return [n.get("name") for n in self.nodes() if n.get("type", "row") == kind]


def read_screens(views):
    """Give the screens of an answer of ``get_views`` by kind.

    :param views: the answer
    """
    return {
        kind: Screen(view["model"], kind, etree.fromstring(view["arch"]), views)
        for kind, view in views["views"].items()
    }


def _own_fields(node):
    for child in node:
        if child.tag == "field":
            yield child
        elif isinstance(child.tag, str) and child.tag != "groupby":
            yield from _own_fields(child)


def _specification(arch, model, models):
    found = {}
    for node in _own_fields(arch):
        name = node.get("name")
        description = models[model]["fields"][name]
        found[name] = _value_specification(node, description, models)
    return found


def _value_specification(node, description, models):
    if description["type"] in ("many2one", "reference"):
        return {"fields": DISPLAYED}
    if description["type"] not in X2MANY or node.get("invisible") in ALWAYS:
        return {}
    rows = [child for child in node if child.tag in ("list", "kanban")]
    if not rows:
        return {"fields": DISPLAYED}
    return {"fields": _specification(rows[0], description["relation"], models)}


@dataclass
class Evaluation:
    """The expressions of views, with the names that the client gives them.

    :param uid: the user's id
    :param today: the user's date
    """

    uid: int
    today: object

    def __call__(self, text, names):
        """Give the value of an expression of a view.

        :param text: the expression; empty ones are None
        :param names: what it may speak of besides, such as a record's fields
        """
        if not text or not isinstance(text, str):
            return text or None
        known = {
            "uid": self.uid,
            "context_today": lambda: self.today,
            "current_date": self.today.isoformat(),
            "today": self.today.isoformat(),
            "datetime": datetime,
            "relativedelta": dateutil.relativedelta.relativedelta,
            "time": time,
            "context": {},
            "active_id": False,
            "active_ids": [],
            "allowed_company_ids": [1],
            "id": False,
            "True": True,
            "False": False,
        }
        return safe_eval(text, {**known, **names})
