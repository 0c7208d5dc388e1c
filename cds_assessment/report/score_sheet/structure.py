"""The score sheet (phiếu đánh giá): one matrix for the PDF and the workbook."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ...tools import scoring
from ...tools.number_format import format_points
from ..paper.structure import (
    Column,
    Letterhead,
    Paper,
    Paragraph,
    Row,
    Signature,
    Table,
    place_and_date,
    school_year_words,
)

TITLE = "PHIẾU ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ"
HAND_HEADINGS = {
    "self": "Điểm tự chấm",
    "council": "Điểm hội đồng",
    "external": "Điểm đánh giá ngoài",
    "final": "Điểm công nhận",
}
MET = {True: "Đạt", False: "Không đạt"}
NOT_SCORED = "–"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A row: a group, a criterion or an item.

    ``points`` is None for an item not touched yet, ``maximum`` for a mandatory
    condition without points; ``met`` is None for what is no such condition or not
    touched; ``level`` before anything is scored, and ``is_so_far`` while items are
    missing.
    """

    code: str
    name: str
    kind: str
    maximum: Decimal | None
    points: Decimal | None
    met: bool | None
    level: int | None
    is_so_far: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The matrix of one assessment, and what stands around it."""

    file_name: str
    institution: str
    above: str
    head_title: str
    locality: str
    school_year: str
    framework: str
    legal_basis: str
    date: date | None
    hand: str
    rows: tuple[ScoreRow, ...]
    explanation: list[dict]


def build_score_sheet(assessment):
    """Read one assessment.

    :param assessment: a ``cds.assessment`` record with Vietnamese in its context
    :rtype: ScoreSheet
    """
    hand = assessment.hand
    institution = assessment.institution_id
    above, own = institution._get_letterhead()
    return ScoreSheet(
        file_name=assessment._get_file_name(),
        institution=own,
        above=above,
        head_title=institution.head_title or "Thủ trưởng đơn vị",
        locality=institution.locality or "",
        school_year=assessment.school_year_id.name,
        framework=assessment.framework_id.name,
        legal_basis=assessment.framework_id.legal_basis or "",
        date=assessment.date or None,
        hand=hand,
        rows=tuple(_rows(assessment, hand)),
        explanation=assessment.explain()[hand],
    )


def _rows(assessment, hand):
    rules = assessment.framework_id._get_rules()
    answers = assessment._get_answers(hand)
    done = assessment._get_done()
    lines = {line.criterion_id.id: line for line in assessment.line_ids}
    codes = {key: line._get_evidence_codes() for key, line in lines.items()}
    for key, score in scoring.score(rules, answers).nodes.items():
        line = lines.get(key)
        is_touched = line is None or hand != "self" or line.status != "todo"
        is_condition = score.node.is_condition
        standing = scoring.standing(score.node, done)
        level = None if standing == scoring.UNTOUCHED else score.level
        yield ScoreRow(
            code=score.node.code,
            name=score.node.name,
            kind=score.node.kind,
            maximum=None if is_condition else score.node.max_points,
            points=score.points if is_touched and not is_condition else None,
            met=answers[key].met if is_condition and is_touched else None,
            level=level and level.number,
            is_so_far=standing == scoring.PARTIAL,
            evidence="; ".join(f"[{c}]" for c in codes.get(key, ())),
        )


def score_sheet_paper(env, sheet):
    """Lay a score sheet out as a paper.

    :param env: its language gives the decimal mark
    :rtype: paper.Paper
    """
    year = school_year_words(sheet.school_year)
    bases = (f"{sheet.legal_basis}.",) if sheet.legal_basis else ()
    results = tuple(
        Paragraph(
            lead=f"Nhóm tiêu chí “{group['name']}”: "
            f"{group['points_text']}/{group['maximum_text']} điểm, "
            f"đạt {group['level_name'] or NOT_SCORED}.",
            text=" ".join(group["reasons"]),
        )
        for group in sheet.explanation
    )
    return Paper(
        letterhead=Letterhead(
            above=sheet.above,
            own=sheet.institution,
            place_date=place_and_date(sheet.locality, sheet.date),
        ),
        title=TITLE,
        subtitle=f"Năm học {year}",
        bases=bases,
        blocks=(
            Table(columns=_columns(sheet), rows=tuple(_cells(env, sheet))),
            Paragraph(lead="KẾT QUẢ", text="", kind="heading"),
            *results,
        ),
        signatures=(
            Signature("THƯ KÝ HỘI ĐỒNG"),
            Signature(sheet.head_title.upper(), "(Ký, đóng dấu, ghi rõ họ tên)"),
        ),
    )


def _columns(sheet):
    return (
        Column("TT", 13, "center"),
        Column("Tiêu chí"),
        Column("Điểm tối đa", 17, "center"),
        Column(HAND_HEADINGS[sheet.hand], 17, "center"),
        Column("Mức độ", 13, "center"),
        Column("Minh chứng", 40),
    )


def _cells(env, sheet):
    for row in sheet.rows:
        yield Row(
            cells=(
                row.code,
                row.name,
                "bắt buộc" if row.maximum is None else format_points(env, row.maximum),
                points_text(env, row),
                level_text(row),
                row.evidence,
            ),
            style={"criterion": "node"}.get(row.kind, row.kind),
        )


def level_text(row):
    """Write the level of a row, marked while items are missing."""
    if row.level is None:
        return ""
    return f"{row.level} (tạm tính)" if row.is_so_far else str(row.level)


def points_text(env, row):
    """Write the points of a row, or whether its condition is met."""
    if row.maximum is None:
        return MET.get(row.met, NOT_SCORED)
    return NOT_SCORED if row.points is None else format_points(env, row.points)
