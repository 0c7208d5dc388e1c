"""Phiếu đánh giá tiêu chí: one for each criterion, in the five parts that schools know
from accreditation (source-004 asks for them in the dossier)."""

from ..paper.structure import Column, Paragraph, Row, Signature, Table
from .kind import Data, Kind, Text, heading, register
from .text import join, points_list

NOTHING = "Chưa ghi nhận."


def _subtitle(facts):
    return f"Tiêu chí {facts.criterion.code}. {facts.criterion.name}"


def _items_table(facts):
    return (
        Table(
            columns=(
                Column("TT", 14, "center"),
                Column("Nội dung"),
                Column("Điểm tối đa", 18, "center"),
                Column("Điểm đạt", 18, "center"),
                Column("Minh chứng", 38),
            ),
            rows=tuple(
                Row(
                    (
                        item.code,
                        item.name,
                        item.maximum,
                        item.points,
                        "; ".join(f"[{code}]" for code in item.codes) or "Không có",
                    )
                )
                for item in facts.criterion.items
            ),
        ),
    )


def _described(name):
    """Return a function that gathers one kind of text from the criterion's items."""

    def suggest(facts):
        items = facts.criterion.items
        if len(items) == 1:
            return getattr(items[0], name) or NOTHING
        texts = [
            f"- Nội dung {item.code}: {getattr(item, name).strip()}"
            for item in items
            if getattr(item, name)
        ]
        return join(texts) or NOTHING

    return suggest


def _status_quo(facts):
    texts = []
    for item in facts.criterion.items:
        said = item.status_quo or f"{item.name}: {_answer(item)}"
        codes = "; ".join(f"[{code}]" for code in item.codes)
        texts.append(f"- {said.strip(' .')}{' ' if codes else ''}{codes}.")
    return join(texts)


def _answer(item):
    if item.points in ("Đạt", "Không đạt"):
        return item.points.lower()
    figure = f"{item.figure}, " if item.figure else ""
    return f"{figure}đạt {item.points}/{item.maximum} điểm"


def _result(facts):
    criterion = facts.criterion
    level = f", {criterion.level}" if criterion.level else ""
    points = (
        criterion.points
        if criterion.maximum == "bắt buộc"
        else f"{criterion.points}/{criterion.maximum} điểm"
    )
    return (Paragraph(f"Tiêu chí {criterion.code}: {points}{level}."),)


def _plan(facts):
    plans = [item.plan for item in facts.criterion.items if item.plan]
    return points_list(plans) or "Tiếp tục duy trì, phát huy kết quả đã đạt được."


def _who_filled(facts):
    code = facts.criterion.code
    for member in facts.members:
        if code in member.tasks.split(", "):
            return member.name
    return ""


register(
    Kind(
        code="criterion_sheet",
        title="PHIẾU ĐÁNH GIÁ TIÊU CHÍ",
        subtitle=_subtitle,
        parts=lambda _facts: (
            Data(_items_table),
            heading("1. Mô tả hiện trạng"),
            Text("status_quo", "1. Mô tả hiện trạng", _status_quo),
            heading("2. Điểm mạnh"),
            Text("strengths", "2. Điểm mạnh", _described("strengths")),
            heading("3. Điểm yếu"),
            Text("weaknesses", "3. Điểm yếu", _described("weaknesses")),
            heading("4. Kế hoạch cải tiến"),
            Text("plan", "4. Kế hoạch cải tiến", _plan),
            heading("5. Tự đánh giá"),
            Data(_result),
        ),
        signatures=lambda facts: (
            Signature("NGƯỜI ĐÁNH GIÁ", name=_who_filled(facts)),
            Signature("TM. HỘI ĐỒNG\nCHỦ TỊCH"),
        ),
    )
)
