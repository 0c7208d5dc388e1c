"""The texts that are proposed for the report on the self-assessment.

Sentences with figures of the year stand only where the figures are known; nothing is
made up where data is missing.
"""

from .text import join, points_list

# A criterion is called strong from this part of its maximum on, weak below that one.
STRONG = 0.8
WEAK = 0.6


def opening(facts):
    return (
        f"{facts.institution} báo cáo kết quả đánh giá mức độ chuyển đổi số năm học "
        f"{facts.school_year} như sau:"
    )


def communication_plan(_facts):
    return (
        "- Quán triệt chủ trương của cấp trên về chuyển đổi số tới cán bộ quản lý, "
        "giáo viên, nhân viên, học sinh và cha mẹ học sinh.\n"
        "- Tuyên truyền qua họp hội đồng, sinh hoạt chuyên môn, họp cha mẹ học sinh và "
        "các kênh trực tuyến của nhà trường; gắn với bảo đảm an toàn thông tin."
    )


def equipment_plan(_facts):
    return (
        "- Rà soát, bổ sung, nâng cấp thiết bị dạy học, phòng máy tính và đường "
        "truyền.\n"
        "- Huy động các nguồn lực hỗ trợ thiết bị học tập cho học sinh khó khăn."
    )


def training_plan(_facts):
    return (
        "- Tập huấn kỹ năng số, sử dụng phần mềm và xây dựng học liệu số cho giáo "
        "viên.\n"
        "- Tổ chuyên môn xây dựng kế hoạch, đánh giá kết quả theo tháng."
    )


def software_plan(facts):
    count = len(facts.software)
    used = f" {count} phần mềm, ứng dụng đang sử dụng" if count else " phần mềm"
    return f"- Duy trì, nâng cấp{used}; triển khai phần mềm mới khi có nhu cầu."


def communication_done(facts):
    return join(
        [
            facts.with_figures(
                "- Tuyên truyền tới {people} cán bộ quản lý, giáo viên, nhân viên và "
                "{pupils} học sinh.",
                "people",
                "pupils",
            ),
            _of_section(facts, "communication"),
        ]
    )


def equipment_done(facts):
    return join(
        [
            facts.with_figures(
                "- Phòng thực hành Tin học: {computer_rooms} phòng, {pupil_computers} "
                "máy tính cho học sinh.",
                "computer_rooms",
                "pupil_computers",
            ),
            facts.with_figures(
                "- Máy tính phục vụ quản lý: {admin_computers} máy.", "admin_computers"
            ),
            facts.with_figures(
                "- Ti vi tại phòng học, phòng chức năng: {televisions} chiếc.",
                "televisions",
            ),
            facts.with_figures(
                "- Mạng không dây: {wifi_access_points} bộ phát tại {rooms} phòng.",
                "wifi_access_points",
                "rooms",
            ),
            facts.with_figures(
                "- Gia đình học sinh có đường truyền Internet: {families_online}.",
                "families_online",
            ),
            facts.with_figures(
                "- Học sinh có máy tính xách tay: {pupils_with_laptop}; có máy tính "
                "bảng: {pupils_with_tablet}; có điện thoại thông minh: "
                "{pupils_with_phone}.",
                "pupils_with_laptop",
                "pupils_with_tablet",
                "pupils_with_phone",
            ),
            _equipment(facts),
            _of_section(facts, "equipment"),
        ]
    )


def _equipment(facts):
    """List declared equipment; what is counted alone is told by the figure above."""
    return join(
        f"- {piece.name}: {piece.quantity}{_state_of(piece)}."
        for piece in facts.equipment
        if piece.figure not in facts.used_figures or _state_of(piece)
    )


def _state_of(piece):
    """Tell of equipment since when it is used, what of it works, and the remark."""
    parts = (
        f"đưa vào sử dụng từ năm {piece.year}" if piece.year else "",
        f"{piece.working} hoạt động tốt" if piece.working < piece.quantity else "",
        piece.note.strip(" ."),
    )
    return "".join(f", {part}" for part in parts if part)


def training_done(facts):
    return _of_section(facts, "training")


def management(facts):
    return _of_section(facts, "management")


def administration(facts):
    return _of_section(facts, "administration")


def enrolment(facts):
    return _of_section(facts, "enrolment")


def cashless(facts):
    return _of_section(facts, "cashless")


def other_items(facts):
    return _of_section(facts, "")


def teaching(facts):
    return join(
        [
            facts.with_figures(
                "- Học sinh có thiết bị tham gia học trực tuyến: "
                "{pupils_with_device} em.",
                "pupils_with_device",
            ),
            _of_section(facts, "teaching"),
        ]
    )


def process(facts):
    papers = [
        facts.reference(code)
        for code in ("council_decision", "plan", "minutes", "approval_decision")
    ]
    steps = (
        f"Thành lập Hội đồng tự đánh giá ({papers[0]})" if papers[0] else "",
        f"Xây dựng kế hoạch tự đánh giá ({papers[1]})" if papers[1] else "",
        _evidence_step(facts),
        "Hội đồng rà soát, thống nhất điểm của từng nội dung"
        + (f" ({papers[2]})" if papers[2] else ""),
        f"{facts.head_title} phê duyệt kết quả tự đánh giá"
        + (f" ({papers[3]})" if papers[3] else ""),
        "Hồ sơ, minh chứng được lưu tại nhà trường",
    )
    return join(f"+ {step}." for step in steps if step)


def _evidence_step(facts):
    count = len(facts.evidence)
    pieces = f" {count} minh chứng" if count else " minh chứng"
    return f"Thu thập, kiểm tra, lập danh mục{pieces}; tự chấm từng nội dung"


def leadership(facts):
    """List the school's own decisions, plans and regulations among the evidence."""
    own = [
        f"+ {piece.name}{_number(piece)}{_date(piece)};"
        for piece in facts.evidence
        if piece.number
    ]
    papers = [
        f"+ {facts.reference(code)};"
        for code in ("council_decision", "plan", "approval_decision")
        if facts.reference(code)
    ]
    return join(["- Công tác chỉ đạo của lãnh đạo nhà trường:", *own, *papers])


def _number(piece):
    return f" số {piece.number}" if piece.number not in piece.name else ""


def _date(piece):
    day = piece.date and f"{piece.date:%d/%m/%Y}"
    return f" ngày {day}" if day and day not in piece.name else ""


def process_brief(facts):
    return join(
        ["- Quy trình tự kiểm tra, đánh giá; lưu hồ sơ, minh chứng:", process(facts)]
    )


def strengths(facts):
    said = points_list(item.strengths for item in facts.items())
    names = [
        c.name for c in _criteria(facts) if c.share is not None and c.share >= STRONG
    ]
    return said or _about("Đạt kết quả tốt ở các tiêu chí: ", names)


def weaknesses(facts):
    said = points_list(item.weaknesses for item in facts.items())
    names = [c.name for c in _criteria(facts) if c.share is not None and c.share < WEAK]
    return said or _about("Kết quả còn hạn chế ở các tiêu chí: ", names)


def next_year(facts):
    return points_list(item.plan for item in facts.items()) or (
        f"- Năm học {facts.next_school_year}: duy trì kết quả đã đạt, khắc phục hạn "
        "chế của các tiêu chí có điểm thấp."
    )


def proposals(facts):
    whom = facts.authority or "Cơ quan quản lý giáo dục"
    return (
        f"- Đề nghị {whom} tiếp tục hướng dẫn, tập huấn công tác chuyển đổi số, hỗ trợ "
        "nhà trường về thiết bị và hạ tầng."
    )


def directives(facts):
    """List what superiors have issued, as the legal bases say it."""
    return join(f"- {basis.strip(' .;')}." for basis in facts.bases)


def closing(facts):
    return (
        f"Trên đây là báo cáo kết quả đánh giá mức độ chuyển đổi số năm học "
        f"{facts.school_year} của {facts.institution}./."
    )


def _criteria(facts):
    return [c for group in facts.groups for c in group.criteria]


def _about(lead, names):
    return f"- {lead}{'; '.join(names)}." if names else ""


def _of_section(facts, section):
    """Tell what the school wrote about items, or how they were scored.

    :param section: a section of ``cds.criterion``, "" for what none takes up
    """
    return join(
        f"- {_said(item)}." for item in facts.items() if item.section == section
    )


def _said(item):
    if item.status_quo:
        return item.status_quo.strip(" .")
    codes = "; ".join(f"[{code}]" for code in item.codes)
    proof = f" (minh chứng {codes})" if codes else ""
    if item.maximum == "bắt buộc":
        return f"{item.name}: {item.points.lower()}{proof}"
    return f"{item.name}: {item.points}/{item.maximum} điểm{proof}"
