"""A user's walk: each menu, and on its screens everything that can be clicked."""

from odoo import fields

from .answers import Answers
from .screens import ALWAYS, X2MANY, Evaluation, read_screens

ROOT = "cds_assessment.cds_assessment_menu_root"
RECORDS = 3  # so many of each list are opened
ROWS = 10  # so many of each list are read
# What people do with the values of a filter of their own, by type of field.
COMPARED = {
    "boolean": (("=", True), ("=", False), ("!=", True)),
    "char": (("ilike", "a"), ("=", False), ("!=", False), ("in", ["a"])),
    "text": (("ilike", "a"), ("=", False), ("!=", False)),
    "html": (("ilike", "a"), ("=", False)),
    "date": (("=", False), ("!=", False), (">=", "2024-01-01")),
    "datetime": (("=", False), ("!=", False), ("<", "2024-01-01 00:00:00")),
    "integer": (("=", False), ("!=", False), (">", 1), ("in", [1, 2])),
    "float": (("=", False), ("!=", False), ("<=", 1.5)),
    "selection": (("=", False), ("!=", False), ("in", ["draft"]), ("not in", [])),
    "many2one": (("ilike", "a"), ("=", False), ("!=", False), ("in", [1])),
    "one2many": (("ilike", "a"), ("=", False), ("!=", False), ("in", [1])),
    "many2many": (("ilike", "a"), ("=", False), ("!=", False), ("in", [1])),
}


class Walk:
    """The walk of one user.

    :param env: an environment
    :param user: ``res.users``, who reads Vietnamese
    :param name: how the user is called in faults
    :param compared: the set of models whose fields walks have compared
    """

    def __init__(self, env, user, name, compared):
        context = {"lang": "vi_VN", "tz": "Asia/Ho_Chi_Minh", "uid": user.id}
        self.env = env(user=user, su=False, context=context)
        self.answers = Answers(self.env, name)
        today = fields.Date.context_today(self.env.user)
        self.evaluate = Evaluation(user.id, today)
        self.opened = set()
        self.compared = compared

    # === THE WAY === #

    def actions(self):
        """Give the ids of the window actions of the user's menus below ours."""
        menus = self.env["ir.ui.menu"].load_web_menus(False)
        root = self.env.ref(ROOT).id
        found, todo = {}, [root]
        while todo:
            menu = menus.get(todo.pop(0))
            if menu:
                todo += menu["children"]
                if menu["actionModel"] == "ir.actions.act_window":
                    found[menu["actionID"]] = menu["name"]
        return found

    def go(self, actions):
        """Open the actions.

        :param actions: ids of ``ir.actions.act_window``
        """
        for key in actions:
            # sudo: as the client loads actions
            action = self.env["ir.actions.act_window"].sudo().browse(key)
            self.open(action._get_action_dict())

    def open(self, action):
        """Open an action: its views, with all that each of them offers."""
        model, place = action["res_model"], action["name"]
        context = self._evaluate(place, action.get("context")) or {}
        domain = self._evaluate(place, action.get("domain")) or []
        views = [*action["views"], [_search_view(action), "search"]]
        views = [(key, kind) for key, kind in views if kind != "activity"]
        if "form" not in dict((kind, 0) for _key, kind in views):
            views.append((False, "form"))
        options = {"toolbar": True, "load_filters": True, "action_id": action["id"]}
        answer = self._ask(
            place, model, "get_views", views=views, options=options, context=context
        )
        if not answer:
            return
        screens = read_screens(answer)
        filters = list(self._filters(place, screens["search"]))
        for kind, screen in screens.items():
            show = getattr(self, f"_show_{kind}", None)
            if show:
                show(place, screen, domain, context, filters)
        self._export(place, model, domain, context)

    def _ask(self, place, model, method, *args, **kwargs):
        return self.answers.ask(place, model, method, *args, **kwargs)

    def _evaluate(self, place, text, names=None):
        try:
            return self.evaluate(text, names or {})
        except Exception as error:  # pylint: disable=broad-except
            self.answers.blame("evaluate", place, f"{text}: {error}")

    # === SEARCHING === #

    def _filters(self, place, screen):
        """Yield each filter of a search view as (name, domain, context of groups)."""
        for node in screen.arch.iter("filter"):
            name = node.get("string") or node.get("name")
            domain = self._evaluate(place, node.get("domain")) or []
            context = self._evaluate(place, node.get("context")) or {}
            group = context.get("group_by")
            groups = [group] if isinstance(group, str) else group or []
            if node.get("date"):
                domain = [(node.get("date"), ">=", "2024-01-01")]
            yield name, domain, groups
        for node in screen.nodes():
            name = node.get("name")
            for text in ("a", "%"):
                domain = [(name, node.get("operator", "ilike"), text)]
                if node.get("filter_domain"):
                    values = {"self": text, "raw_value": text}
                    domain = self._evaluate(place, node.get("filter_domain"), values)
                elif screen.fields[name]["type"] not in ("char", "text", *X2MANY):
                    domain = self._typed(screen.fields[name], name)
                yield f"“{text}” in {name}", domain, []

    def _typed(self, description, name):
        if description["type"] == "many2one":
            return [(name, "ilike", "a")]
        operator, value = COMPARED[description["type"]][0]
        return [(name, operator, value)]

    def _show_search(self, place, screen, domain, context, _filters):
        """Compare each field that can be searched, as filters of the user's own do."""
        model = screen.model
        if model in self.compared:
            return
        self.compared.add(model)
        described = self._ask(place, model, "fields_get", context=context) or {}
        for name, description in described.items():
            if not description.get("searchable"):
                continue
            for operator, value in COMPARED.get(description["type"], ()):
                mine = [*domain, (name, operator, value)]
                where = f"{place}, {name} {operator} {value!r}"
                self._ask(where, model, "search_count", mine, limit=1, context=context)

    # === LISTS === #

    def _show_list(self, place, screen, domain, context, filters):
        specification = screen.specification()
        aggregates = _aggregates(screen)
        order = screen.arch.get("default_order")
        for name, extra, groups in [("", [], []), *filters]:
            where = f"{place}, {screen.kind}, filter “{name}”"
            mine = [*domain, *extra]
            if groups:
                self._ask(
                    where,
                    screen.model,
                    "web_read_group",
                    mine,
                    groups,
                    aggregates,
                    limit=80,
                    auto_unfold=screen.kind == "kanban",
                    unfold_read_specification=specification,
                    unfold_read_default_limit=ROWS,
                    groupby_read_specification={},
                    context={**context, "read_group_expand": True},
                )
            else:
                self._ask(
                    where,
                    screen.model,
                    "web_search_read",
                    mine,
                    specification,
                    limit=ROWS,
                    order=order,
                    count_limit=10001,
                    context={**context, "bin_size": True},
                )

    _show_kanban = _show_list

    def _show_pivot(self, place, screen, domain, context, filters):
        rows, columns = screen.columns("row"), screen.columns("col")
        for name, extra, groups in [("", [], []), *filters]:
            by = list(dict.fromkeys([*(groups or rows), *columns]))
            self._ask(
                f"{place}, pivot, filter “{name}”",
                screen.model,
                "formatted_read_grouping_sets",
                [*domain, *extra],
                [[], *([key] for key in by), by],
                _aggregates(screen),
                context=context,
            )

    def _show_graph(self, place, screen, domain, context, filters):
        rows = screen.columns("row")
        for name, extra, groups in [("", [], []), *filters]:
            self._ask(
                f"{place}, graph, filter “{name}”",
                screen.model,
                "formatted_read_group",
                [*domain, *extra],
                groups or rows,
                _aggregates(screen),
                context={**context, "fill_temporal": True},
            )

    def _show_calendar(self, place, screen, domain, context, filters):
        start = screen.arch.get("date_start")
        stop = screen.arch.get("date_stop") or start
        span = [(start, "<=", "2030-01-01"), (stop, ">=", "2020-01-01")]
        names = {start, stop, screen.arch.get("color"), *screen.specification()}
        for name, extra, groups in [("", [], []), *filters]:
            if not groups:
                self._ask(
                    f"{place}, calendar, filter “{name}”",
                    screen.model,
                    "search_read",
                    [*domain, *extra, *span],
                    sorted(filter(None, names)),
                    context=context,
                )

    def _export(self, place, model, domain, context):
        """Take all fields of the first records along."""
        if (model, "export") in self.opened:
            return
        self.opened.add((model, "export"))
        # the client offers it to nobody else
        if not self.env.user.has_group("base.group_allow_export"):
            return
        described = self._ask(place, model, "fields_get", context=context) or {}
        names = [
            name
            for name, description in described.items()
            # without "id", which is for what is to be imported again
            if description.get("exportable", True) and name != "id"
        ]
        ids = self._ask(place, model, "search", domain, limit=RECORDS, context=context)
        if ids:
            self._ask(
                f"{place}, export", model, "export_data", ids, names, context=context
            )

    # === FORMS === #

    def _show_form(self, place, screen, domain, context, _filters):
        place = f"{place}, form"
        model, specification = screen.model, screen.specification()
        key = (model, str(sorted(specification)), str(context))
        if key in self.opened:
            return
        self.opened.add(key)
        found = self._ask(
            place, model, "search", domain, limit=RECORDS, context=context
        )
        for number in found or []:
            self._ask(
                f"{place} of {number}",
                model,
                "web_read",
                [number],
                specification,
                context={**context, "bin_size": True},
            )
        for number in (found or [])[:1]:
            self._change(place, screen, [number], self._read(screen, number, context))
            self._press(place, screen, number, context)
        if screen.arch.get("create") not in ("0", "false", "False"):
            self._create(place, screen, context)

    def _read(self, screen, number, context):
        answer = self._ask(
            "values",
            screen.model,
            "web_read",
            [number],
            screen.specification(),
            context=context,
        )
        return answer[0] if answer else {}

    def _create(self, place, screen, context, parent=None):
        """Begin a new record, as the client does: with nothing at all."""
        place = f"{place}, new"
        answer = self._ask(
            place,
            screen.model,
            "onchange",
            [],
            parent or {},
            [],
            screen.specification(),
            context=context,
        )
        if answer:
            value = answer.get("value") or {}
            self._change(place, screen, [], value, context, parent)

    def _change(self, place, screen, ids, value, context=None, parent=None):
        """Clear and choose each field of a form that is open for it."""
        context = context or {}
        values = {} if ids else _sent(value, screen.fields)
        for node in screen.nodes():
            name = node.get("name")
            description = screen.fields[name]
            if not _is_open(node, description):
                continue
            empty = [] if description["type"] in X2MANY else False
            options = [empty]
            if description["type"] == "many2one":
                options += self._choose(place, screen, node, value, context)[:1]
            for option in options:
                self._ask(
                    f"{place}, {name} = {option!r}",
                    screen.model,
                    "onchange",
                    ids,
                    {**values, **(parent or {}), name: option},
                    [name],
                    screen.specification(),
                    context=context,
                )
        for name, rows in screen.rows():
            self._add_rows(place, screen, name, rows, ids, values)

    def _choose(self, place, screen, node, value, context):
        """Search for what a many2one offers; give the ids."""
        name = node.get("name")
        description = screen.fields[name]
        given = {key: _plain(v) for key, v in value.items()}
        known = {**dict.fromkeys(screen.fields, False), **given, "parent": _Parent()}
        text = node.get("domain") or description.get("domain") or []
        domain = self._evaluate(f"{place}, {name}", text, known) or []
        found = []
        for text in ("", "a"):
            found += (
                self._ask(
                    f"{place}, name_search of {name}",
                    description["relation"],
                    "name_search",
                    text,
                    domain,
                    limit=8,
                    context=context,
                )
                or []
            )
        return [number for number, _name in found]

    # === BUTTONS === #

    def _press(self, place, screen, number, context):
        """Press each button of a form, and begin what its dialog is about.

        Nothing stays of it: each call is taken back.
        """
        for name, given in _buttons(screen):
            if (screen.model, name) in self.opened:
                continue
            self.opened.add((screen.model, name))
            extra = self._evaluate(place, given, {"id": number, "active_id": number})
            extra = {**context, **(extra or {})}
            answer = self._ask(
                f"{place}, button {name}",
                screen.model,
                name,
                [number],
                context={
                    **extra,
                    "active_id": number,
                    "active_ids": [number],
                    "active_model": screen.model,
                },
            )
            if isinstance(answer, dict) and answer.get("target") == "new":
                self._begin_dialog(f"{place}, button {name}", answer)

    def _begin_dialog(self, place, action):
        model, context = action.get("res_model"), action.get("context") or {}
        if not model:
            return
        context = self._evaluate(place, context) or {}
        views = [view for view in action["views"] if view[1] == "form"]
        answer = self._ask(
            place, model, "get_views", views=views, options={}, context=context
        )
        if answer and not action.get("res_id"):
            self._create(place, read_screens(answer)["form"], context)

    def _add_rows(self, place, screen, name, rows, ids, values):
        """Begin a new row of an x2many, with the form as it stands."""
        description = screen.fields[name]
        inverse = description.get("relation_field")
        if description["type"] != "one2many" or not inverse:
            return
        above = {**values, **({"id": ids[0]} if ids else {})}
        for row in rows:
            if row.kind in ("list", "form") and row.arch.get("create") != "0":
                parent = {inverse: above}
                self._create(f"{place}, {name}", row, {}, parent)


class _Parent:
    """The form around a row, of which expressions may speak."""

    def __getattr__(self, name):
        return False


def _buttons(screen):
    """Yield method and context of each button that calls a method."""
    for node in _outside_rows(screen.arch):
        if node.get("name") == "cds_action":
            yield f"action_{node.get('action')}", None
        elif node.tag == "button" and node.get("type") == "object":
            yield node.get("name"), node.get("context")


def _outside_rows(node):
    """Yield the nodes below one, but for those of the rows of x2many fields."""
    for child in node:
        if isinstance(child.tag, str) and child.tag != "field":
            yield child
            yield from _outside_rows(child)


def _search_view(action):
    view = action.get("search_view_id")
    return view[0] if view else False


def _aggregates(screen):
    """Give the sums that the client asks for: of every number that has some."""
    measures = [
        f"{name}:{field['aggregator']}"
        for name, field in screen.fields.items()
        if field.get("aggregator") and field["type"] in ("integer", "float")
    ]
    return [*measures, "__count"]


def _is_open(node, description):
    readonly = node.get("readonly") or str(description.get("readonly"))
    return readonly not in ALWAYS and node.get("invisible") not in ALWAYS


def _plain(value):
    """Return a value as expressions of views see it."""
    if isinstance(value, dict) and set(value) <= {"id", "display_name"}:
        return value.get("id", False)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [row.get("id", False) for row in value]
    return value


def _sent(value, described):
    """Give the values of a new record as the client sends them back."""
    sent = {}
    for name, content in value.items():
        kind = described[name]["type"] if name in described else ""
        if kind == "many2one":
            sent[name] = content["id"] if content else False
        elif kind in X2MANY:
            sent[name] = [_command(row) for row in content or []]
        else:
            sent[name] = content
    return sent


def _command(row):
    code, number, *rest = row
    if code == 0:
        values = rest[0] if rest else {}
        return [0, number, {key: _plain(v) for key, v in values.items()}]
    return [code, number, *rest] if code in (1, 2, 3) else [4, number]
