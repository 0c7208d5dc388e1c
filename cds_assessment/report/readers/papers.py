"""Read from the records what papers tell: see ``report.papers.facts``."""

from ...tools import scoring
from ...tools.number_format import format_points
from ...tools.states import ISSUED, LIVE_USES
from ..paper.structure import school_year_words
from ..papers import KINDS
from ..papers import facts as plain
from ..score_sheet.structure import MET, NOT_SCORED
from .registry import READERS, reads

CONDITION = "bắt buộc"
# What a seat is called, by the kind of council.
ROLE_NAMES = {
    "self": {
        "chair": "Chủ tịch",
        "vice_chair": "Phó Chủ tịch",
        "secretary": "Thư ký",
        "member": "Ủy viên",
    },
    "external": {
        "chair": "Trưởng đoàn",
        "vice_chair": "Phó Trưởng đoàn",
        "secretary": "Thư ký",
        "member": "Thành viên",
    },
    "inspection": {
        "chair": "Trưởng ban",
        "vice_chair": "Phó Trưởng ban",
        "secretary": "Thư ký",
        "member": "Thành viên",
    },
}


def read_paper(document):
    """Read what a paper tells; of a kind without a reader that is its head.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.facts.Head
    """
    read = READERS.get(document.code)
    return read(document) if read else plain.Head(**head_facts(document))


def head_facts(document):
    """Read what every paper tells: letterhead, number, signer, bases, recipients.

    :param document: a ``cds.document`` record with Vietnamese in its context
    :return: the fields of ``report.papers.facts.Head`` by name
    """
    # sudo: a paper tells of its subject and names the authority, whose record may be
    # hidden; who may see the paper was checked before
    document = document.sudo()
    subject = document._get_subject()
    institution = subject._get_paper_institution()
    school_year = subject._get_paper_school_year()
    above, own = institution._get_letterhead()
    return {
        "above": above,
        "own": own,
        "institution": institution.name or "",
        "authority": institution._get_assessor().name or "",
        "head_title": institution.head_title or "Thủ trưởng đơn vị",
        "place": document.place or institution.locality or "",
        "date": document.date or None,
        "number": document._get_printed_number(),
        "signer_title": document.signer_title or "",
        "signer_name": document.signer_name or "",
        "school_year": school_year_words(school_year.name or ""),
        "next_school_year": school_year_words(_next_year(school_year.name or "")),
        "bases": tuple(_bases(document)),
        "recipients": tuple(filter(None, (document.recipients or "").splitlines())),
        "figures": _figures(institution, school_year),
        "attendance": document._get_attendance(),
    }


@reads(
    "approval_decision",
    "council_decision",
    "criterion_sheet",
    "evidence_list",
    "minutes",
    "plan",
    "report",
    "score_summary",
    "submission",
)
def collect(document):
    """Read the facts of a dossier's paper.

    :param document: a ``cds.document`` record in superuser mode and in Vietnamese
    :rtype: report.papers.facts.Facts
    """
    assessment = document.assessment_id
    groups = tuple(_groups(assessment))
    return plain.Facts(
        **head_facts(document),
        framework=assessment.framework_id.name,
        framework_reference=assessment.framework_id.legal_reference or "",
        members=tuple(council_members(assessment.council_id)),
        groups=groups,
        evidence=tuple(_evidence(assessment)),
        software=tuple(_software(assessment.institution_id)),
        equipment=tuple(_equipment(assessment.institution_id)),
        carried=tuple(_carried(assessment)),
        papers=_papers(assessment),
        criterion=_criterion(groups, document.criterion_code),
        layout=document.layout or assessment._get_report_layout(),
    )


def collect_groups(assessment):
    """Read the results of a dossier, for papers about other things that tell them.

    :param assessment: a ``cds.assessment`` in superuser mode and in Vietnamese
    :return: tuple of ``report.papers.facts.Group``
    """
    return tuple(_groups(assessment))


def _next_year(name):
    """Return the school year after one: "2023-2024" after "2022-2023"."""
    years = name.split("-")
    if not all(year.strip().isdecimal() for year in years):
        return ""
    return "-".join(str(int(year) + 1) for year in years)


def _bases(document):
    yield from document._get_subject()._get_paper_bases(document)
    yield from document.basis_ids.sorted().mapped("name")
    yield from filter(None, map(str.strip, (document.own_bases or "").splitlines()))


def council_members(council):
    """Give the members of a council or team as papers name them.

    :return: iterator of ``report.papers.facts.Member``
    """
    for member in council.member_ids:
        yield plain.Member(
            name=member.name or "",
            position=member.position or "",
            role=member.role,
            role_name=ROLE_NAMES[council.kind][member.role],
            tasks=", ".join(member.criterion_ids.sorted().mapped("code")),
        )


def _groups(assessment):
    env = assessment.env
    hand = assessment._get_school_hand()
    rules = assessment.framework_id._get_rules()
    scores = scoring.score(rules, assessment._get_answers(hand)).nodes
    explained = {group["key"]: group for group in assessment.explain()[hand]}
    lines = {line.criterion_id.id: line for line in assessment.line_ids}
    items = {key: _item(env, lines[key], scores[key], hand) for key in lines}
    for group in rules.groups:
        said = explained[group.key]
        yield plain.Group(
            code=group.code,
            name=group.name,
            maximum=said["maximum_text"],
            points=said["points_text"],
            level=said["level_name"] or NOT_SCORED,
            reasons=" ".join(said["reasons"]),
            criteria=tuple(
                _criterion_facts(env, scores[node.key], items)
                for node in group.children
            ),
        )


def _criterion_facts(env, score, items):
    node = score.node
    own = tuple(items[item.key] for item in node.items())
    return plain.Criterion(
        code=node.code,
        name=node.name,
        maximum=CONDITION if node.is_condition else format_points(env, node.max_points),
        points=own[0].points if node.is_condition else format_points(env, score.points),
        level=score.level.name if score.level else "",
        share=float(score.points / node.max_points) if node.max_points else None,
        items=own,
    )


def _item(env, line, score, hand):
    node = score.node
    is_touched = hand != "self" or line.status != "todo"
    if node.is_condition:
        points = MET[line[f"{hand}_met"]]
    else:
        points = format_points(env, score.points)
    return plain.Item(
        code=node.code,
        name=node.name,
        maximum=CONDITION if node.is_condition else format_points(env, node.max_points),
        points=points if is_touched else NOT_SCORED,
        figure=_line_figure(env, line),
        codes=tuple(line._get_evidence_codes()),
        status_quo=line.status_quo or "",
        strengths=line.strengths or "",
        weaknesses=line.weaknesses or "",
        plan=line.plan or "",
        section=line.criterion_id._get_report_section(),
    )


def _line_figure(env, line):
    """Write the figures of an item: "28/29 (96,55%)", "45 học liệu"."""
    if line.measure == "ratio" and line.denominator:
        part, whole = (
            format_points(env, line[name]) for name in ("numerator", "denominator")
        )
        percentage = format_points(env, round(line.percentage, 2))
        return f"{part}/{whole} ({percentage}%)"
    if line.measure == "count" and line.quantity:
        return f"{format_points(env, line.quantity)} {line.unit or ''}".strip()
    return ""


def _criterion(groups, code):
    for group in groups:
        for criterion in group.criteria:
            if criterion.code == code:
                return criterion
    return None


def _evidence(assessment):
    for use in assessment.evidence_ids.sorted("code"):
        if use.state not in LIVE_USES:
            continue
        evidence = use.evidence_id
        links = evidence.file_ids.filtered(lambda row: row.kind == "link")
        yield plain.Evidence(
            code=use.code,
            name=evidence.name,
            number=evidence.number or "",
            date=evidence.date or None,
            issuer=evidence.issuer or _own_name(evidence),
            place="Đường dẫn" if links and links == evidence.file_ids else "",
            is_confidential=evidence.confidential,
            items=tuple(use.line_ids.sorted("sequence").mapped("code")),
        )


def _own_name(evidence):
    """Return who issued what bears no issuer: the school itself, for its own papers."""
    return evidence.institution_id.name if evidence.origin == "own" else ""


def _software(institution):
    rows = institution.env["cds.software"].search(
        [("institution_id", "=", institution.id)]
    )
    for software in rows:
        yield software.name, software.purpose or "", software.note or ""


def _equipment(institution):
    for row in institution.env["cds.equipment"]._get_for(institution):
        yield plain.Equipment(
            name=row.name,
            figure=row._get_figure_code(),
            quantity=row.quantity,
            working=row.working_count,
            year=row.year,
            note=row.note or "",
        )


def _carried(assessment):
    improvements = assessment.env["cds.improvement"]._get_carried(
        assessment.institution_id, assessment.school_year_id
    )
    return map(recommendation, improvements)


def recommendation(improvement):
    """Return an improvement as papers tell of it."""
    return plain.Recommendation(
        text=improvement.name,
        responsible=improvement.user_id.name or "",
        deadline=improvement.deadline or None,
    )


def _papers(assessment):
    """Return the dossier's issued papers by the code of their kind."""
    issued = assessment.document_ids.filtered(
        lambda paper: paper.state in ISSUED and not paper.type_id.is_per_criterion
    )
    papers = {
        paper.code: _reference(paper.code, paper.name, paper.date) for paper in issued
    }
    council = assessment.council_id
    if council.decision_number:
        papers.setdefault(
            "council_decision",
            _reference(
                "council_decision", council.decision_number, council.decision_date
            ),
        )
    return papers


def _reference(code, number, date):
    kind = KINDS[code]
    return plain.Reference(
        title=kind.title.capitalize(),
        number=number or "",
        date=date or None,
        about=kind.about,
    )


def _figures(institution, school_year):
    """Return the year's figures: text, name and unit by code."""
    profile = institution.env["cds.profile"]._get_for(institution, school_year)
    known = profile.value_ids.filtered("is_known")
    return {
        row.figure_id.code: (
            format_points(institution.env, row.value),
            row.figure_id.name,
            row.figure_id.unit or "",
        )
        for row in known
    }
