"""File names: what Windows does not take, and what would leave the folder."""

import re
import unicodedata

import pytest
from loading import load

names = load("tools.file_name")

HOSTILE = (
    "../../etc/passwd",
    "C:\\Windows\\system32",
    'a:b?*<>|"',
    "x" * 300,
    "…",
    "",
    " .. ",
    "tên.\u202efdp.exe",
    "dấu chấm cuối...",
    "tab\tnewline\n",
    "Quyết định số 282/QĐ-TH",
)
DEVICES = ("CON", "con", "Nul", "COM1", "lpt9", "aux", "PRN")


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_plain(text):
    for name in (names.safe_part(text), names.safe_name(text), names.safe_code(text)):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert not name.endswith((".", " "))
        assert ".." not in name
        assert len(name) <= 80


def test_vietnamese_loses_its_marks_only():
    assert names.safe_part("Trường Tiểu học Đường Lâm") == "Truong-Tieu-hoc-Duong-Lam"


def test_codes_keep_their_dots():
    assert names.safe_code("H1-1.3-01") == "H1-1.3-01"
    assert names.safe_code("../H1/1.3..01.") == "H1-1.3.01"


@pytest.mark.parametrize("device", DEVICES)
def test_names_of_devices_are_no_names(device):
    assert names.safe_name(device) == f"tep-{device}"
    assert names.safe_code(device) == f"tep-{device}"
    assert names.safe_code(f"{device}.1") == f"tep-{device}.1"
    assert names.safe_name(device, "x") == f"{device}_x"


def test_no_path_twice_not_even_in_capitals():
    paths = names.UniquePaths()
    assert paths.add("F", "Bao-cao", "pdf") == "F/Bao-cao.pdf"
    assert paths.add("F", "bao-cao", "pdf") == "F/bao-cao-2.pdf"
    assert paths.add("F", "BAO-CAO", "PDF") == "F/BAO-CAO-3.PDF"
    assert paths.add("F", "bao-cao", "docx") == "F/bao-cao.docx"


def test_paths_are_short_and_still_different():
    paths = names.UniquePaths()
    made = [paths.add("03_Minh-chung", "x" * 300, "pdf") for _ in range(12)]
    assert len({path.lower() for path in made}) == 12
    assert max(map(len, made)) == names.LONGEST_PATH
    assert all(path.endswith(".pdf") for path in made)


def test_a_path_is_taken_once():
    paths = names.UniquePaths()
    assert paths.take("LOI.txt") == "LOI.txt"
    for same in ("LOI.txt", "loi.TXT"):
        with pytest.raises(ValueError, match="(?i)loi"):
            paths.take(same)
    # composed and decomposed accents are one name on some systems
    paths.take("Tiểu học.pdf")
    with pytest.raises(ValueError, match="pdf"):
        paths.take(unicodedata.normalize("NFD", "Tiểu học.pdf"))
