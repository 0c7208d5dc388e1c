"""How the home page shows things: a number with the list behind it, a button."""


def window(env, name, domain=None, **changes):
    """Return one of the add-on's window actions, for a button.

    :param name: its XML id within the add-on
    :param domain: in place of the action's own
    :param changes: what else is different, as in ``ir.actions.act_window``
    """
    # a page names the same lists again and again: each is read once a request
    read = env.cr.cache.setdefault("cds_window", {})
    key = (name, env.lang)
    if key not in read:
        read[key] = env["ir.actions.actions"]._for_xml_id(f"cds_assessment.{name}")
    action = dict(read[key])
    if domain is not None:
        action |= {"domain": domain, "context": {}}
    return action | changes


def form(record):
    """Return the action that opens a record."""
    return {
        "type": "ir.actions.act_window",
        "res_model": record._name,
        "res_id": record.id,
        "views": [[False, "form"]],
    }


def counted(env, label, model, domain, name, **shown):
    """Return a number that opens what it counts.

    :param label: what is counted, in words
    :param domain: of the records that are counted
    :param name: XML id of the window action that lists them
    :param shown: more keys for the page, such as ``is_bad``
    """
    count = env[model].search_count(domain)
    return number(env, label, count, model, domain, name, **shown)


def number(env, label, count, model, domain, name, **shown):
    """Return a number that is known already, as :func:`counted`."""
    return {
        "label": label,
        "count": count,
        "model": model,
        "open": window(env, name, domain),
        **shown,
    }


def call(record, method, label):
    """Return a button that calls a method of a record and follows what it returns."""
    return {
        "label": label,
        "model": record._name,
        "ids": record.ids,
        "method": method,
    }
