"""Pictures that Odoo made smaller when they were kept, up to 19.0.3.0.0."""

import hashlib
import logging

from markupsafe import Markup

_logger = logging.getLogger(__name__)


def tell_of_shrunk(env):
    """Find the pictures whose bytes are not those of their hash, and say so.

    Each is named in the history of what stands on it, with what to do, and in the log.

    :param env: an environment in superuser mode
    :return: how many there are
    """
    env = env(context={**env.context, "lang": "vi_VN", "active_test": False})
    count = 0
    for name, records, sentence in (
        *_find_evidence(env),
        *_find_delivered(env),
        *_find_scans(env),
    ):
        for record in records:
            record.message_post(body=Markup("<p>{}</p>").format(sentence))
        _logger.info("Not as it was kept: %s (%s)", name, records)
        count += 1
    return count


def _is_shrunk(attachment, sha256):
    """Return whether a picture is another one than its hash says."""
    is_picture = (attachment.mimetype or "").startswith("image/")
    return is_picture and hashlib.sha256(attachment.raw or b"").hexdigest() != sha256


def _find_evidence(env):
    rows = env["cds.evidence.file"].search([("kind", "=", "file")])
    for row in rows:
        if _is_shrunk(row.attachment_id, row.sha256):
            piece = row.evidence_id
            uses = piece.use_ids.filtered(lambda use: use.state != "dropped")
            yield (
                f"{row._name} {row.id}",
                uses.assessment_id,
                env._(
                    "The picture “%(name)s” of the evidence “%(evidence)s” was made "
                    "smaller when it was kept, so it is no longer what its SHA-256 "
                    "says. Open the piece in the store of evidence and upload the "
                    "original again: it takes its old place, also where the dossier "
                    "can no longer be changed.",
                    name=row.name,
                    evidence=piece.display_name,
                ),
            )


def _find_delivered(env):
    for row in env["cds.deliverable.file"].search([]):
        if _is_shrunk(row.attachment_id, row.sha256):
            yield (
                f"{row._name} {row.id}",
                row.deliverable_id,
                env._(
                    "The picture “%(name)s” was made smaller when it was kept, so it "
                    "is no longer what its SHA-256 says. Upload the original again: it "
                    "takes its old place.",
                    name=row.name,
                ),
            )


def _find_scans(env):
    for paper in env["cds.document"].search([("scan_sha256", "!=", False)]):
        kept = env["ir.attachment"]._get_kept(paper, "scan")
        if _is_shrunk(kept, paper.scan_sha256):
            yield (
                f"{paper._name} {paper.id}",
                paper,
                env._(
                    "The signed scan “%(name)s” was made smaller when it was kept, so "
                    "it is no longer what its SHA-256 says. Upload the original scan "
                    "again: it takes its old place.",
                    name=paper.scan_name or "",
                ),
            )
