"""What several kinds of paper share: result lines, tables, signature blocks."""

from ..paper.structure import Column, Paragraph, Row, Signature, Table

NO_LEVEL = "–"  # the set of criteria has no levels for it


def result_lines(facts):
    """Return a paragraph for each group: its points and its level."""
    return tuple(
        Paragraph(
            f"- Nhóm tiêu chí “{group.name}”: đạt {group.points}/{group.maximum} điểm, "
            f"{group.level}."
        )
        for group in facts.groups
    )


def result_words(facts):
    """Return the groups' results in one sentence, without its last mark."""
    return "; ".join(
        f"nhóm tiêu chí “{group.name}” đạt {group.points}/{group.maximum} điểm, "
        f"{group.level}"
        for group in facts.groups
    )


def criteria_table(facts):
    """Return the table of groups and criteria with points and levels."""
    rows = []
    for group in facts.groups:
        rows.append(
            Row(
                (group.code, group.name, group.maximum, group.points, group.level),
                "group",
            )
        )
        rows += [
            Row(
                (
                    criterion.code,
                    criterion.name,
                    criterion.maximum,
                    criterion.points,
                    criterion.level or NO_LEVEL,
                )
            )
            for criterion in group.criteria
        ]
    return Table(
        columns=(
            Column("TT", 13, "center"),
            Column("Tiêu chí"),
            Column("Điểm tối đa", 20, "center"),
            Column("Điểm đạt", 20, "center"),
            Column("Mức độ", 24, "center"),
        ),
        rows=tuple(rows),
    )


def members_table(facts):
    """Give the table of the council: name, position, role, tasks."""
    return Table(
        columns=(
            Column("TT", 11, "center"),
            Column("Họ và tên", 42),
            Column("Chức vụ", 38),
            Column("Vai trò", 26, "center"),
            Column("Nhiệm vụ"),
        ),
        rows=tuple(
            Row((str(number), m.name, m.position, m.role_name, _tasks(m)))
            for number, m in enumerate(facts.members, start=1)
        ),
    )


def _tasks(member):
    general = {
        "chair": "Phụ trách chung",
        "vice_chair": "Giúp Chủ tịch điều hành, rà soát kết quả",
        "secretary": "Tổng hợp điểm và minh chứng, ghi biên bản, viết báo cáo",
        "member": "Rà soát điểm và minh chứng",
    }[member.role]
    return f"{general}; tiêu chí {member.tasks}" if member.tasks else general


def council_signatures(facts):
    """Return the blocks of secretary and chair."""
    return (
        Signature("THƯ KÝ", name=_only_name(facts, "secretary")),
        Signature(
            "CHỦ TỊCH HỘI ĐỒNG",
            "(Ký, đóng dấu, ghi rõ họ tên)",
            _only_name(facts, "chair"),
        ),
    )


def _only_name(facts, role):
    names = [member.name for member in facts.members if member.role == role]
    return names[0] if len(names) == 1 else ""


def head_words(facts):
    """Give the head with the institution: "Trưởng phòng Giáo dục và Đào tạo Vĩnh Bảo".

    A word that ends the title and begins the name is written once.
    """
    title, name = facts.head_title.split(), facts.institution.split()
    if title and name and title[-1].casefold() == name[0].casefold():
        name = name[1:]
    return " ".join(title + name)


def authority_line(facts):
    """Return who decides, for instance "HIỆU TRƯỞNG TRƯỜNG TIỂU HỌC CAO MINH"."""
    return head_words(facts).upper()
