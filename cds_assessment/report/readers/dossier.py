"""Read from the records what goes into a dossier: see ``report.dossier.plan``."""

import os

from odoo import fields

from ...tools.evidence_content import TYPES
from ...tools.file_name import UniquePaths, get_ending, safe_code, safe_name
from ...tools.states import ISSUED, LIVE_USES
from ..dossier import plan
from ..paper.structure import school_year_words
from ..workbooks.score_sheet_xlsx import score_sheets_workbook

# Only what the school stands by now: nothing that is refused, dropped or unanswered.
MEGABYTE = 1024 * 1024


def read_content(assessment):
    """Return what a dossier would hold, as far as the user may see it.

    :param assessment: ``cds.assessment`` of the user who asks: the rules decide, so
        that nobody gets drafts or confidential content
    :return: papers, uses of evidence and their files
    """
    env = assessment.env
    papers = env["cds.document"].search(
        [("assessment_id", "=", assessment.id), ("state", "in", ISSUED)]
    )
    uses = env["cds.assessment.evidence"].search(
        [("assessment_id", "=", assessment.id), ("state", "in", LIVE_USES)]
    )
    # Confidential content stays at the school, also where the school asks: the dossier
    # is made to be sent.
    files = env["cds.evidence.file"].search(
        [
            ("evidence_id", "in", uses.evidence_id.ids),
            ("evidence_id.confidential", "=", False),
        ]
    )
    return papers, uses, files


def collect_plan(assessment, made_by, volume_bytes):
    """Read a dossier.

    :param assessment: ``cds.assessment`` of the user who asks, with Vietnamese and a
        time zone in its context
    :param made_by: the role of that user
    :rtype: plan.Plan
    """
    papers, uses, files = read_content(assessment)
    now = fields.Datetime.context_timestamp(assessment, fields.Datetime.now())
    paths = UniquePaths()
    # sudo: whoever may read an assessment may read whose it is
    school = assessment.sudo().institution_id
    above, own = school._get_letterhead()
    # Scores first: what may make a sheet fail is nothing to find out at the end.
    workbook = score_sheets_workbook(
        [assessment._get_score_sheet()], now.strftime("%d/%m/%Y %H:%M")
    )
    return plan.Plan(
        school=own,
        above=above,
        place=school.locality or "",
        school_year=school_year_words(assessment.school_year_id.name or ""),
        framework=assessment.framework_id.name,
        year=max(filter(None, papers.mapped("date")), default=now).year,
        made_at=now.replace(tzinfo=None),
        made_by=made_by,
        papers=tuple(_papers(papers, paths)),
        pieces=tuple(_pieces(uses, files, paths)),
        workbook_path=paths.add(plan.SCORES, "Bang-diem", "xlsx"),
        workbook=workbook,
        volume_bytes=volume_bytes,
    )


def _papers(papers, paths):
    # sudo: the papers were read by the user's own rights
    attachments = papers.env["ir.attachment"].sudo()
    found = {
        (attachment.res_id, attachment.res_field): attachment
        for attachment in attachments.search(
            [
                ("res_model", "=", papers._name),
                ("res_id", "in", papers.ids),
                ("res_field", "in", ("pdf", "scan")),
            ]
        )
    }
    nothing = attachments.browse()
    for paper in papers:
        folder = plan.SHEETS if paper.type_id.is_per_criterion else plan.PAPERS
        stem = paper._get_file_name()
        title = " ".join(filter(None, (paper.type_id.name, paper.criterion_code)))
        label = " ".join(filter(None, (title, paper.name)))
        scan = None
        if paper.scan_sha256:
            scan = _planned(
                paths.add(folder, f"{stem}_ban-ky", _ending(paper.scan_name)),
                found.get((paper.id, "scan"), nothing),
                paper.scan_sha256,
                f"{label} (bản ký)",
            )
        pdf = _planned(
            paths.add(folder, stem, "pdf"),
            found.get((paper.id, "pdf"), nothing),
            paper.pdf_sha256,
            label,
        )
        yield plan.PlannedPaper(title, paper.name or "", pdf, scan)


def _pieces(uses, files, paths):
    for use in uses.sorted(lambda use: (use.root_sequence, use.number, use.id)):
        evidence = use.evidence_id
        rows = files.filtered(lambda row, e=evidence: row.evidence_id == e)
        kept = rows.filtered(lambda row: row.kind == "file")
        yield plan.PlannedPiece(
            code=use.code,
            name=evidence.name,
            number=evidence.number or "",
            date=evidence.date or None,
            issuer=evidence.issuer or "",
            items=tuple(use.line_ids.sorted("sequence").mapped("code")),
            state=use._get_state_label(),
            is_confidential=evidence.confidential,
            links=tuple((rows - kept).mapped("url")),
            files=tuple(_evidence_files(use, kept, paths)),
        )


def _evidence_files(use, rows, paths):
    """Name files by code: with the paper's name, or numbered with their own names."""
    code = safe_code(use.code)
    for number, row in enumerate(rows, start=1):
        stem = f"{code}_{safe_name(use.evidence_id.name)}"
        if len(rows) > 1:
            stem = f"{code}_{number:02d}_{safe_name(row.name.rpartition('.')[0])}"
        yield _planned(
            paths.add(plan.EVIDENCE, stem, _ending(row.name)),
            # sudo: the row was read by the user's own rights
            row.sudo().attachment_id,
            row.sha256,
            f"{use.code} {row.name}",
        )


def _ending(name):
    """Return an ending whose content was checked, or one that nothing opens."""
    ending = get_ending(name or "")
    return ending if ending in TYPES else "bin"


def _planned(path, attachment, sha256, label):
    source, raw, size = "", None, 0
    if attachment.store_fname:
        source = attachment._full_path(attachment.store_fname)
        # the disk's word: the number in the database ends at 2 GB
        size = os.path.getsize(source) if os.path.isfile(source) else 0
    elif attachment:
        raw = attachment.raw or b""
        size = len(raw)
    return plan.PlannedFile(path, source, sha256 or "", label, size, raw)
