"""The texts that explain a dossier to who opens it. Vietnamese, as all papers."""

import csv
import io

READ_ME = "DOC-TRUOC.txt"
MANIFEST = "MANIFEST.txt"
MANIFEST_CSV = "manifest.csv"
CONFIDENTIAL = "Lưu tại trường, không gửi kèm"
BOM = "\ufeff"

PROBLEMS = {
    "missing": "Thiếu tệp “{label}”: không còn trong kho lưu trữ.",
    "changed": "Không đưa vào tệp “{label}”: nội dung khác với lúc được lưu.",
    "unreadable": "Tệp “{label}” không đọc được: có trong ZIP nhưng không đóng được "
    "vào tập tổng hợp.",
    "cut": "Tệp “{label}” hỏng một phần: trong tập tổng hợp có trang bị để trống.",
    "xfa": "Tệp “{label}” là biểu mẫu động (XFA): chỉ xem được đầy đủ ở tệp riêng, "
    "mở bằng Adobe Reader; tập tổng hợp chỉ có trang vỏ.",
    "form": "Tệp “{label}” là biểu mẫu đã điền: nội dung điền chỉ chắc chắn đầy đủ ở "
    "tệp riêng.",
    "portfolio": "Tệp “{label}” là bộ tài liệu PDF gồm nhiều tệp: tập tổng hợp chỉ có "
    "trang bìa, các tài liệu bên trong xem ở tệp riêng.",
    "attached": "Tệp “{label}” có tệp khác đính kèm bên trong: chỉ xem được ở tệp "
    "riêng.",
    "layers": "Tệp “{label}” có lớp ẩn nên không đóng vào tập tổng hợp: xem ở tệp "
    "riêng.",
    "moving": "Tệp “{label}” là ảnh động: tập tổng hợp chỉ có hình đầu tiên, xem đầy "
    "đủ ở tệp riêng.",
}


def problem_text(problem):
    """Put a problem into a sentence."""
    return PROBLEMS[problem.code].format(label=problem.label)


def read_me(plan, problems, volumes):
    """Write what is in the dossier, when and by whom it was made, what is not in it.

    :param plan: ``plan.Plan``
    :param problems: list of ``plan.Problem``
    :param volumes: the names of the bound PDFs
    :return: bytes, for Windows' own editor
    """
    confidential = [piece for piece in plan.pieces if piece.is_confidential]
    links = [piece for piece in plan.pieces if piece.links]
    lines = [
        "HỒ SƠ TỰ ĐÁNH GIÁ MỨC ĐỘ CHUYỂN ĐỔI SỐ",
        f"Đơn vị: {plan.school}",
        f"Năm học: {plan.school_year}",
        f"Bộ chỉ số: {plan.framework}",
        f"Lập lúc: {plan.made_at:%H:%M ngày %d/%m/%Y}, người lập: {plan.made_by}",
        "",
        "BỘ HỒ SƠ GỒM",
        f"- {len(plan.papers)} văn bản đã ban hành (01_Van-ban, "
        "02_Phieu-danh-gia-tieu-chi); bản đã ký đặt cạnh, tên có “ban-ky”",
        f"- {len(plan.pieces)} minh chứng, tệp đặt tên theo mã (03_Minh-chung)",
        "- Bảng điểm (04_Bang-diem)",
        "- Danh-muc-minh-chung.xlsx: danh mục minh chứng, cả đường dẫn",
        f"- {', '.join(volumes)}: toàn bộ hồ sơ đóng thành tập để đọc và in",
        f"- {MANIFEST}, {MANIFEST_CSV}: mã SHA-256 của từng tệp; kiểm tra bằng lệnh "
        f"“sha256sum -c {MANIFEST}”",
    ]
    lines += _part("KHÔNG GỬI KÈM (lưu tại trường)", map(_said, confidential))
    lines += _part("MINH CHỨNG LÀ ĐƯỜNG DẪN", map(_said_with_links, links))
    lines += _part(
        "LƯU Ý: BỘ HỒ SƠ CHƯA ĐẦY ĐỦ",
        (f"- {problem_text(problem)}" for problem in problems),
    )
    return (BOM + "\r\n".join(lines) + "\r\n").encode()


def _part(heading, lines):
    lines = list(lines)
    return ["", heading, *lines] if lines else []


def _said(piece):
    return f"- {piece.code} {piece.name}"


def _said_with_links(piece):
    return f"{_said(piece)}: {', '.join(piece.links)}"


def manifest(written):
    """Write the list of hashes as ``sha256sum -c`` reads it: no mark, plain lines."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in written).encode()


def manifest_csv(written):
    """Write the list of files for spreadsheets."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(("Tệp", "Kích thước (byte)", "SHA-256"))
    writer.writerows((file.path, file.size, file.sha256) for file in written)
    return (BOM + output.getvalue()).encode()
