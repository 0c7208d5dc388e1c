"""Names that scans of signed papers have as offices save them."""

import unicodedata

import pytest
from loading import load

names = load("tools.scan_names")

PAPERS = [
    names.Known(1, 15, "QĐ-THTA", "Quyết định thành lập Hội đồng"),
    names.Known(2, 1, "KH-THTA", "Kế hoạch tự đánh giá"),
    names.Known(3, 1, "BB-THTA", "Biên bản họp Hội đồng"),
    names.Known(4, 27, "QĐ-THTA", "Quyết định phê duyệt kết quả"),
    names.Known(5, 0, "", "Danh mục minh chứng"),
    names.Known(6, 9, "TTr-THTA", "Tờ trình"),
]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("15_QĐ-THTA.pdf", 1),
        ("15-QD-THTA (ký).pdf", 1),
        ("QĐ số 15.PDF", 1),
        ("015 QD.jpg", 1),
        ("01.KH-THTA.pdf", 2),
        ("KH 01 ky dong dau.pdf", 2),
        ("Biên bản họp Hội đồng.pdf", 3),
        ("bien_ban_hop_hoi_dong_1.pdf", 3),
        (unicodedata.normalize("NFD", "Quyết định phê duyệt kết quả.pdf"), 4),
        ("Scan 27.pdf", 4),
        ("danh muc minh chung.pdf", 5),
        ("9.TTr.pdf", 6),
        ("20261126_15QD-THTA.pdf", 1),
        # not clear: two papers, another number, no number, a year
        ("1.pdf", None),
        ("16_QĐ-THTA.pdf", None),
        ("scan.pdf", None),
        ("Quyết định.pdf", None),
        ("2027.pdf", None),
        ("", None),
    ],
)
def test_match(name, key):
    assert names.match(name, PAPERS) == key


def test_number_twice_is_told_by_the_kind():
    papers = [names.Known(7, 1, "KH-TH", "Kế hoạch"), *PAPERS[:1]]
    assert names.match("1.pdf", papers) == 7
