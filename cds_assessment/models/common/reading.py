"""Who may read what: asked about somebody else than the user, or ids from outside."""

from odoo.fields import Command

MODULE = "cds_assessment"


def is_ours(env, model):
    """Return whether a model is one that this add-on defines.

    :param model: the name of a model, known or not
    """
    return model in env and env.registry[model]._original_module == MODULE


def readable_by(records, partner):
    """Return those of records that somebody may read, in any of their companies.

    :param partner: a ``res.partner``; without an active log-in nothing is read
    """
    # sudo: how somebody logs in is not for everyone to see
    readable = records.browse()
    for user in partner.sudo().with_context(active_test=True).user_ids:
        theirs = records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids, active_test=False
        )
        readable |= theirs._filtered_access("read").with_env(records.env)
    return readable


def check_links(records, values, spec=None):
    """Refuse values of a client that link to records of ours that are hidden from it.

    The names of what a form links to are read as superuser, so whoever names an id is
    told what stands behind it. What a record links to already may stay.

    :param records: the record that the values are for, or an empty set for a new one
    :param values: values as ``onchange`` takes them, from outside: any id, any shape
    :param spec: the fields asked for, where defaults of the context may stand as well
    :raise AccessError: for an id that is not the user's to read
    """
    linked = {}
    _collect(records, values, linked)
    _collect_defaults(records, spec or {}, linked)
    for model, ids in linked.items():
        if is_ours(records.env, model):
            records.env[model].browse(ids).check_access("read")


def _collect(records, values, linked):
    """Add to ``linked`` the ids by model that values name, at every depth."""
    for name, value in values.items():
        field = records._fields.get(name)
        if field is None or field.type not in ("many2one", "one2many", "many2many"):
            continue
        comodel = records.env[field.comodel_name]
        # sudo: what the record has already is only left out, not told
        kept = records.sudo().with_context(active_test=False)
        known = set(kept.mapped(name)._ids) if records else set()
        for key, inner in _split(field, value):
            if isinstance(key, int) and key and key not in known:
                linked.setdefault(field.comodel_name, set()).add(int(key))
            line = comodel.browse(key if isinstance(key, int) and key in known else ())
            if isinstance(inner, dict):
                _collect(line, inner, linked)


def _collect_defaults(records, spec, linked):
    """Add what defaults of the context name, of fields asked for at any depth."""
    prefix = "default_"
    defaults = {
        key.removeprefix(prefix): value
        for key, value in records.env.context.items()
        if key.startswith(prefix)
    }
    if defaults:
        _collect(records.browse(), defaults, linked)
        for name, inner in spec.items():
            field = records._fields.get(name)
            if field is not None and field.relational and inner.get("fields"):
                comodel = records.env[field.comodel_name]
                _collect_defaults(comodel, inner["fields"], linked)


def _split(field, value):
    """Yield pairs of an id and inner values out of the value of a relational field.

    All shapes that Odoo takes: an id, a pair, a dict; in lists commands as well.
    """
    if field.type == "many2one":
        if isinstance(value, dict):
            yield value.get("id"), value
        elif isinstance(value, (list, tuple)):
            yield (value[0] if value else False), {}
        else:
            yield value, {}
        return
    for command in value if isinstance(value, (list, tuple)) else ():
        if isinstance(command, dict):
            yield command.get("id"), command
        elif not isinstance(command, (list, tuple)):
            yield command, {}
        elif command and command[0] in (Command.CREATE, Command.UPDATE):
            yield tuple(command[1:3])
        elif command and command[0] == Command.LINK:
            yield command[1], {}
        elif command and command[0] == Command.SET:
            yield from ((key, {}) for key in command[2])
