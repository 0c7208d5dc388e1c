"""What the routes share: records behind ids that a client sent, and answers."""

from odoo.exceptions import UserError
from odoo.http import content_disposition, request

_LONGEST_ID = 10  # digits: larger ones are in no database


def read_records(model, ids):
    """Return the records behind ids that a client sent.

    One that the user may not see refuses the request as a whole.

    :param ids: ids divided by commas
    :return: records with Vietnamese in their context
    :raise UserError: when there are none
    :raise AccessError: when the user may not read one of them
    """
    numbers = [read_id(part) for part in ids.split(",")]
    records = request.env[model].browse(filter(None, numbers)).exists()
    records.check_access("read")
    if not records:
        raise UserError(request.env._("Choose at least one record."))
    return records.with_context(lang="vi_VN")


def read_id(text):
    """Give the id that a client sent as a text, 0 for what is none."""
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) < _LONGEST_ID else 0


def respond(content, content_type, name):
    """Answer with a file to be downloaded."""
    return request.make_response(
        content,
        [
            ("Content-Type", content_type),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
        ],
    )
