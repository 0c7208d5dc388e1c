"""Mails that the add-on writes by itself: one for each language of those addressed."""

from odoo import models
from odoo.fields import Command


def write_to(users, template, subject, values):
    """Write to users, each in the own language; nobody reads who else is written to.

    The mails wait in the queue: what is undone takes them along.

    :param users: ``res.users``, all of whom may read what the template tells
    :param template: XML id of a QWeb template, the body
    :param subject: gives the subject, from an environment in the language
    :param values: the values of the template; records are put in the language
    :return: the mails
    """
    # sudo: who is told may not write mails; users' addresses are not shown to anybody
    mails = users.env["mail.mail"].sudo()
    # nobody writes to who has left, and what has no address would fail
    present = users.sudo().filtered(lambda user: user.active and user.email)
    for lang, addressed in present.grouped("lang").items():
        env = users.with_context(lang=lang or users.env.lang).env
        body = env["ir.qweb"]._render(
            template,
            {name: _in_language(value, env.lang) for name, value in values.items()},
        )
        mails += mails.create(
            {
                "subject": subject(env),
                "body_html": body,
                "recipient_ids": [Command.set(addressed.partner_id.ids)],
                "auto_delete": True,
            }
        )
    return mails


def _in_language(value, lang):
    is_records = isinstance(value, models.BaseModel)
    return value.with_context(lang=lang) if is_records else value
