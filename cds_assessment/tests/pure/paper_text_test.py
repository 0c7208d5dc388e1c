"""What offices type: headings, and sentences that begin with a number."""

import pytest
from loading import load

text = load("report.papers.text")


@pytest.mark.parametrize(
    "line",
    [
        "1. Mục đích",
        "2. Yêu cầu đối với các cơ sở giáo dục",
        "10. Tổ chức thực hiện:",
        "1.1. Đặc điểm tình hình",
        "2.3 Tiêu chí về hạ tầng",
        "3. Điểm mạnh",
    ],
)
def test_headings(line):
    (block,) = text.text_blocks(line)
    assert (block.kind, block.lead, block.text) == ("subheading", line, "")


@pytest.mark.parametrize(
    "line",
    [
        "52 cơ sở giáo dục được đánh giá trong năm học",
        "26 lớp, 1.034 học sinh",
        "1.034 học sinh được học Tin học",
        "98.5 phần trăm giáo viên",
        "01 phòng máy",
        "2026 là năm đầu tiên",
        "1.5 điểm của nội dung này",
        "1. Giao tổ công nghệ lập kế hoạch, báo cáo Hiệu trưởng trước ngày 15/9.",
        "2. Các tổ chuyên môn rà soát minh chứng;",
        "3. " + "Việc thực hiện được rà soát hằng tháng theo phân công " * 4,
    ],
)
def test_no_headings(line):
    (block,) = text.text_blocks(line)
    assert block.kind == "paragraph"
    assert (block.lead + " " + block.text).strip() == line.strip()
