"""Báo cáo tổng hợp: the authority's report on a campaign to the authority above it.

The outline is that of source-004's second annex; what can be counted is counted.
"""

from ..paper.structure import Annex, Column, Paragraph, Row, Table
from .kind import Data, Kind, Text, heading, register, subheading
from .summary_facts import level_counts, shares
from .text import join, points_list

MOST = 3  # criteria named as the best and the weakest
MOST_LATE = 10
NONE = "–"
# Whose points stand for a school, the weightiest first.
BASES = {
    "final": "kết quả công nhận",
    "external": "kết quả đánh giá ngoài",
    "council": "kết quả tự đánh giá đã nộp",
}
COLUMNS = {"self": "tự đánh giá", "external": "đánh giá ngoài", "final": "công nhận"}


def _opening(facts):
    references = "; ".join(facts.framework_references)
    by = f"Thực hiện {references}, " if references else ""
    return (
        f"{by}{facts.institution} báo cáo kết quả thực hiện đánh giá mức độ "
        f"chuyển đổi số của cơ sở giáo dục năm học {facts.school_year} như sau:"
    )


def _directives(facts):
    references = "; ".join(facts.framework_references)
    of = f", trong đó có {references}" if references else ""
    return (
        f"{facts.institution} đã phổ biến, quán triệt các văn bản chỉ đạo về đánh giá "
        f"mức độ chuyển đổi số{of} tới {len(facts.schools)} cơ sở giáo dục tham gia "
        f"đợt “{facts.summary.campaign}”."
    )


def _guidance(facts):
    if not facts.issued:
        return ""
    return join(("Các văn bản đã ban hành:", points_list(facts.issued)))


def _progress(facts):
    """Write how far the schools have come, and the levels by group and kind."""
    total = len(facts.schools)
    yield Paragraph(
        f"- Số cơ sở giáo dục tham gia: {total}; đã nộp hồ sơ tự đánh giá: "
        f"{_of(facts.submitted, total)}; đã được đánh giá ngoài: "
        f"{_of(facts.reviewed, total)}; đã được công nhận: "
        f"{_of(facts.recognised, total)}."
    )
    several = len(facts.summary.parts) > 1
    for part in facts.summary.parts:
        if several:
            yield Paragraph(text="", lead=part.name, kind="subheading")
        yield Paragraph(f"- Mức độ của từng nhóm tiêu chí, tính theo {_basis(part)}:")
        yield _level_table(part)
        yield from _criteria(part)
    yield from _late(facts)


def _of(number, total):
    if not total:
        return str(number)
    percentage = f"{100 * number / total:.1f}".replace(".", ",").removesuffix(",0")
    return f"{number} ({percentage}%)"


def _basis(part):
    """Name whose points the levels are counted from, and what is not counted."""
    counts = {hand: 0 for hand in (*BASES, "")}
    for school in part.schools:
        counts[school.hand] += 1
    words = [f"{label} của {counts[hand]} cơ sở" for hand, label in BASES.items()]
    told = [text for text, hand in zip(words, BASES, strict=True) if counts[hand]]
    told = told or ["kết quả của các hồ sơ đã nộp (chưa có)"]
    rest = f"; {counts['']} cơ sở chưa nộp hồ sơ, không tính" if counts[""] else ""
    return ", ".join(told) + rest


def _level_table(part):
    """Count the levels of each group: by whose points they are, and by school level."""
    names = [level.name for level in part.rules.levels]
    rows = []
    for group in part.rules.groups:
        heading_cells = (f"Nhóm {group.code}. {group.name}", *[""] * (len(names) + 2))
        rows.append(Row(heading_cells, "group"))
        for hand, label in BASES.items():
            schools = [school for school in part.schools if school.hand == hand]
            if schools:
                text = f"Theo {label}"
                rows.append(_level_row(part, group, text, schools, "node"))
            for kind in part.school_levels:
                some = [s for s in schools if s.school_level == kind]
                if some:
                    rows.append(_level_row(part, group, f"– {kind}", some))
    return Table(
        columns=(
            Column("Nhóm tiêu chí, cấp học"),
            *(Column(name, 20, "center") for name in (*names, "Chưa có mức độ")),
            Column("Số đơn vị", 20, "center"),
        ),
        rows=tuple(rows),
    )


def _level_row(part, group, label, schools, style="item"):
    counts = level_counts(part, group, schools)
    return Row((label, *map(str, counts), str(len(schools))), style)


def _criteria(part):
    """Write the best and the weakest criteria, none of them twice."""
    best, weakest = _extremes(part)
    for label, some in (
        ("Tiêu chí đạt tỉ lệ điểm cao nhất", best),
        ("Tiêu chí đạt tỉ lệ điểm thấp nhất", weakest),
    ):
        if not some:
            continue
        words = "; ".join(f"{s.code} {s.name} ({s.percentage})" for s in some)
        yield Paragraph(f"- {label}: {words}.")


def _late(facts):
    """Write what is owed past its date; what came late is owed no more."""
    late = facts.summary.late
    if not late:
        yield Paragraph(
            "- Đến thời điểm báo cáo, không còn sản phẩm nào quá hạn chưa nộp."
        )
        return
    yield Paragraph(
        f"- Số sản phẩm quá hạn chưa nộp đến thời điểm báo cáo: {len(late)}, của "
        f"{len({row.institution for row in late})} đơn vị:"
    )
    for row in late[:MOST_LATE]:
        yield Paragraph(
            f"+ {row.institution}: {row.product}, hạn {row.due:%d/%m/%Y}, chậm "
            f"{row.days} ngày."
        )
    if len(late) > MOST_LATE:
        yield Paragraph(f"+ và {len(late) - MOST_LATE} sản phẩm khác.")


def _own(facts):
    total = len(facts.schools)
    return (
        f"{facts.institution} đã tiếp nhận hồ sơ tự đánh giá của {facts.submitted} cơ "
        f"sở giáo dục, tổ chức đánh giá ngoài {facts.reviewed}/{total} cơ sở và công "
        f"nhận mức độ chuyển đổi số cho {facts.recognised} cơ sở; kết quả từng đơn vị "
        "tại Phụ lục kèm theo."
    )


def _difficulties(facts):
    return points_list(
        f"Tiêu chí {share.code} {share.name}: các đơn vị mới đạt bình quân "
        f"{share.percentage} số điểm"
        for part in facts.summary.parts
        for share in _extremes(part)[1]
    )


def _extremes(part):
    """Return the best criteria and the weakest, the best and the weakest first."""
    found = shares(part)
    most = min(MOST, len(found) // 2)
    return found[:most], list(reversed(found[len(found) - most :]))


def _next_year(facts):
    lines = [
        f"Tập trung cải thiện tiêu chí {share.code} {share.name}"
        for part in facts.summary.parts
        for share in _extremes(part)[1]
    ]
    rest = len(facts.schools) - facts.recognised
    if rest:
        lines.append(f"Hoàn thành đánh giá, công nhận {rest} cơ sở giáo dục còn lại")
    return points_list(lines)


def _closing(facts):
    whom = f"; kính trình {facts.authority} xem xét, chỉ đạo" if facts.authority else ""
    return (
        "Trên đây là báo cáo kết quả thực hiện đánh giá mức độ chuyển đổi số của cơ sở "
        f"giáo dục năm học {facts.school_year}{whom}./."
    )


def _heading_of_next(facts):
    # shorter than in texts: the heading fits on its line
    year = facts.next_school_year.replace("\N{NO-BREAK SPACE}", "")
    of = f" NĂM HỌC {year}" if year else ""
    return heading(f"IV. PHƯƠNG HƯỚNG NHIỆM VỤ TRỌNG TÂM{of}")


def _annexes(facts):
    number = f" số {facts.number}" if facts.number else ""
    day = f" ngày {facts.date:%d/%m/%Y}" if facts.date else ""
    parts = facts.summary.parts
    for place, part in enumerate(parts, start=1):
        yield Annex(
            title="PHỤ LỤC" if len(parts) == 1 else f"PHỤ LỤC {place}",
            subtitle="Tổng hợp kết quả đánh giá mức độ chuyển đổi số của các cơ sở "
            f"giáo dục năm học {facts.school_year}",
            reference=f"(Kèm theo Báo cáo{number}{day} của {facts.institution})",
            blocks=(_schools_table(part),),
            is_landscape=True,
        )


def _schools_table(part):
    groups = part.rules.groups
    return Table(
        columns=(
            Column("TT", 10, "center"),
            Column("Đơn vị"),
            Column("Cấp học", 24),
            *(
                Column(f"Nhóm {group.code}: {label}, điểm (mức)", 21, "center")
                for group in groups
                for label in COLUMNS.values()
            ),
            Column("Trạng thái hồ sơ", 25, "center"),
            Column("Quyết định công nhận", 30, "center"),
        ),
        rows=tuple(
            Row(
                (
                    str(number),
                    school.name,
                    school.school_level,
                    *(
                        _result(school, (group.key, column))
                        for group in groups
                        for column in COLUMNS
                    ),
                    school.state,
                    _decision(school),
                )
            )
            for number, school in enumerate(part.schools, start=1)
        ),
    )


def _result(school, key):
    """Write points and level: "74 (2)"."""
    if key not in school.results:
        return NONE
    points, level = school.results[key]
    words = f"{points:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{words} ({level})" if level else words


def _decision(school):
    day = school.decision_date and f"{school.decision_date:%d/%m/%Y}"
    return " ngày ".join(filter(None, (school.decision_number, day))) or NONE


register(
    Kind(
        code="summary_report",
        title="BÁO CÁO",
        about="kết quả thực hiện đánh giá mức độ chuyển đổi số",
        subtitle=lambda facts: (
            "Kết quả thực hiện đánh giá mức độ chuyển đổi số của cơ sở giáo dục "
            f"năm học {facts.school_year}"
        ),
        addressees=lambda facts: (facts.authority,) if facts.authority else (),
        parts=lambda facts: (
            Text("opening", "Mở đầu", _opening),
            heading("I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO"),
            subheading("1. Triển khai các văn bản chỉ đạo"),
            Text("directives", "I.1. Văn bản chỉ đạo", _directives),
            subheading(
                "2. Ban hành các văn bản, công tác hướng dẫn, bồi dưỡng tập huấn"
            ),
            Text("guidance", "I.2. Hướng dẫn, bồi dưỡng", _guidance),
            heading("II. KẾT QUẢ THỰC HIỆN"),
            subheading("1. Kết quả thực hiện tại các cơ sở giáo dục"),
            Data(_progress),
            Text("schools", "II.1. Nhận xét", lambda _facts: ""),
            subheading("2. Kết quả của đơn vị"),
            Text("own", "II.2. Kết quả của đơn vị", _own),
            heading("III. KHÓ KHĂN, VƯỚNG MẮC KHI TRIỂN KHAI"),
            Text("difficulties", "III. Khó khăn, vướng mắc", _difficulties),
            _heading_of_next(facts),
            Text("next_year", "IV. Phương hướng", _next_year),
            heading("V. ĐỀ XUẤT, KIẾN NGHỊ"),
            Text("proposals", "V. Đề xuất, kiến nghị", lambda _facts: ""),
            Text("closing", "Câu kết", _closing),
        ),
        annexes=_annexes,
    )
)
