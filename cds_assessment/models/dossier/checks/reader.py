"""Read a dossier from the records, once, for the rules to look at."""

import io

from odoo import fields

from ....tools import scoring
from .dossier import (
    Dossier,
    Equipment,
    Figure,
    Inspection,
    Item,
    Paper,
    Required,
    StoredFile,
    Text,
    Use,
)
from .registry import Place

ACCOUNTS = ("status_quo", "strengths")
TEXTS = (*ACCOUNTS, "weaknesses", "plan")
FILE_FIELDS = {"pdf": "pdf_sha256", "scan": "scan_sha256"}


def read_dossier(assessment):
    """Read a dossier.

    :param assessment: ``cds.assessment``; who calls has checked who sees what is found
    :rtype: dossier.Dossier
    """
    # sudo: what is wrong with a dossier does not depend on who looks
    sudo = assessment.sudo()
    school, year = sudo.institution_id, sudo.school_year_id
    papers = sudo.document_ids.filtered(lambda paper: paper.state != "cancelled")
    papers = papers.sorted(lambda paper: (paper.sequence, paper.criterion_code or ""))
    uses = _read_uses(sudo)
    return Dossier(
        env=assessment.env,
        assessment=assessment,
        place=Place(sudo._name, sudo.id),
        own_names=tuple(filter(None, (school.name, school.letterhead_name))),
        symbol=school.short_name or "",
        years=_read_years(year),
        year_start=year.date_start,
        dated=sudo.date or None,
        sent_on=_read_day_sent(sudo),
        mandatory_policy=sudo.framework_id.mandatory_policy,
        items=tuple(_read_items(sudo, uses)),
        uses=tuple(uses.values()),
        **_read_council(sudo.council_id),
        required=tuple(_read_required(sudo)),
        papers=tuple(_read_papers(papers)),
        texts=(*_paper_texts(papers), *_item_texts(sudo), *_evidence_texts(uses)),
        **_read_figures(sudo),
        equipment=tuple(_read_equipment(school)),
        inspections=tuple(_read_inspections(school, year)),
        unsigned=_read_setting(sudo.env),
    )


def _read_years(year):
    """Give the names of the school year before, of this one, and of the next."""
    parts = (year.name or "").replace(" ", "").split("-")
    if not all(part.isdecimal() for part in parts):
        return "", year.name or "", ""
    return tuple(
        "-".join(str(int(part) + step) for part in parts) for step in (-1, 0, 1)
    )


def _read_day_sent(assessment):
    sent = assessment.submitted_on if assessment.state != "approved" else False
    if not sent:
        return fields.Date.context_today(assessment)
    return fields.Datetime.context_timestamp(assessment, sent).date()


def _read_setting(env):
    severity = env["ir.config_parameter"].get_param("cds_assessment.unsigned_papers")
    return "blocking" if severity == "blocking" else "warning"


def _read_council(council):
    if not council:
        return {}
    return {
        "council_problems": tuple(council._get_problems()),
        "council_place": Place(council._name, council.id),
        "council_decision": (
            council.decision_number or "",
            council.decision_date or None,
        ),
    }


# === BUSINESS METHODS === #


def _read_uses(assessment):
    """Return the uses of evidence by id, in order, without those that were dropped."""
    uses = assessment.evidence_ids.filtered(lambda use: use.state != "dropped")
    return {use.id: _read_use(use) for use in uses}


def _read_use(use):
    evidence = use.evidence_id
    place = Place(evidence._name, evidence.id)
    files = evidence.file_ids.filtered(lambda row: row.kind == "file")
    return Use(
        code=use.code,
        name=evidence.name,
        state=use.state,
        number=evidence.number or "",
        date=evidence.date or None,
        valid_until=evidence.valid_until or None,
        year=evidence.school_year_id.name or "",
        is_own=evidence.origin == "own",
        files=tuple(
            StoredFile(file.name, file.sha256, file._open, place) for file in files
        ),
        place=place,
    )


def _read_items(assessment, uses):
    hand = assessment._get_school_hand()
    for line in assessment.line_ids.sorted("sequence"):
        yield Item(
            code=line.code,
            name=line.name,
            points=scoring.to_decimal(line[f"{hand}_points"]),
            is_mandatory=line.is_mandatory,
            is_met=line[f"{hand}_met"],
            uses=tuple(uses[use.id] for use in line.evidence_ids if use.id in uses),
            figures=_item_figures(line),
            place=_item_place(line),
            max_points=scoring.to_decimal(line.max_points),
            weaknesses=line.weaknesses or "",
        )


def _item_place(line, field=""):
    assessment = line.assessment_id
    return Place(assessment._name, assessment.id, field, line.code)


def _item_figures(line):
    """Give the figures of the year that an item has, none if it is not filled in."""
    codes = line.criterion_id._get_figure_codes()
    if not any(line[name] for name in codes):
        return {}
    return {
        code: scoring.to_decimal(line[name]) for name, code in codes.items() if code
    }


def _read_required(assessment):
    for kind in assessment._get_paper_types():
        criteria = ("",)
        if kind.is_per_criterion:
            criteria = tuple(assessment._get_paper_criteria().mapped("code"))
        yield Required(kind.code, kind.name, criteria)


def _read_papers(papers):
    files = _read_paper_files(papers)
    for paper in papers:
        yield Paper(
            name=paper.display_name,
            kind=paper.code,
            kind_name=paper.type_id.name,
            criterion=paper.criterion_code or "",
            state=paper.state,
            date=paper.date or None,
            is_outdated=paper.is_outdated,
            note=paper.outdated_note or "",
            files=tuple(files.get(paper.id, ())),
            place=Place(paper._name, paper.id, "date"),
            # on a signed scan the blanks were filled in by hand
            has_open_attendance=paper.has_attendance
            and paper.state != "signed"
            and not (paper.is_attendance_entered and paper.is_read_out),
        )


def _read_paper_files(papers):
    """Return the stored files of issued papers by id, those that are lost as well."""
    attachments = papers.env["ir.attachment"].search(
        [
            ("res_model", "=", papers._name),
            ("res_field", "in", list(FILE_FIELDS)),
            ("res_id", "in", papers.ids),
        ]
    )
    kept = {(a.res_id, a.res_field): a for a in attachments}
    files = {}
    for paper in papers:
        for field, hash_field in FILE_FIELDS.items():
            if paper[hash_field]:
                attachment = kept.get((paper.id, field), attachments.browse())
                files.setdefault(paper.id, []).append(
                    StoredFile(
                        name=paper.scan_name if field == "scan" else paper.pdf_name,
                        sha256=paper[hash_field],
                        open=_opener(attachment),
                        place=Place(paper._name, paper.id, field),
                    )
                )
    return files


def _opener(attachment):
    """Return what opens a stored file, from the disk or out of the database."""

    def open_it():
        if not attachment:
            raise FileNotFoundError
        if attachment.store_fname:
            return open(attachment._full_path(attachment.store_fname), "rb")
        return io.BytesIO(attachment.db_datas or b"")

    return open_it


def _paper_texts(papers):
    for paper in papers:
        name, settled = paper.display_name, paper.state != "draft"
        for section in paper.section_ids:
            yield Text(
                kind="paper",
                where=f"{name}, {section.label}",
                text=section.text or "",
                is_settled=settled or section.is_edited,
                is_account=True,
                place=Place(paper._name, paper.id, "section_ids"),
            )
        bases = [*paper.basis_ids.mapped("name"), paper.own_bases]
        others = (
            ("basis", "basis_ids", "\n".join(filter(None, bases))),
            ("recipients", "recipients", paper.recipients or ""),
        )
        for kind, field, text in others:
            place = Place(paper._name, paper.id, field)
            label = paper._fields[field]._description_string(papers.env)
            yield Text(kind, f"{name}, {label}", text, True, False, place)


def _item_texts(assessment):
    for line in assessment.line_ids:
        for field in TEXTS:
            if line[field]:
                label = line._fields[field]._description_string(assessment.env)
                yield Text(
                    kind="item",
                    where=f"{line.code} {line.name}, {label}",
                    text=line[field],
                    is_settled=True,
                    is_account=field in ACCOUNTS,
                    place=_item_place(line, field),
                )


def _evidence_texts(uses):
    for use in uses.values():
        if use.is_own:
            where = f"{use.code} {use.name}"
            yield Text("evidence", where, use.name, True, False, use.place)


def _read_figures(assessment):
    profile = assessment.profile_id
    return {
        "figures": {
            row.code: Figure(
                name=row.name,
                number=scoring.to_decimal(row.value) if row.is_known else None,
            )
            for row in profile.value_ids
        },
        "figures_place": Place(profile._name, profile.id) if profile else None,
    }


def _read_equipment(school):
    for row in school.env["cds.equipment"]._get_for(school):
        yield Equipment(
            name=row.name,
            figure=row._get_figure_code(),
            quantity=row.quantity,
            year=row.year,
            place=Place(row._name, row.id),
        )


def _read_inspections(school, year):
    inspections = school.env["cds.inspection"].search(
        [("institution_id", "=", school.id), ("school_year_id", "=", year.id)]
    )
    for inspection in inspections:
        open_ones = inspection.improvement_ids.filtered("is_open")
        yield Inspection(
            name=inspection.name,
            is_concluded=inspection.state in ("concluded", "followed_up"),
            deadlines=tuple(sorted(filter(None, open_ones.mapped("deadline")))),
            place=Place(inspection._name, inspection.id),
        )
