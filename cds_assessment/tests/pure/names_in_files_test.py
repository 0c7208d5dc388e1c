"""Names of sheets, and of what lies in a ZIP: any text, none twice, all of it kept."""

import io
import unicodedata
import zipfile

from hypothesis import example, given, settings
from hypothesis import strategies as st
from loading import load
from openpyxl import load_workbook
from xlsxwriter import Workbook

sheets = load("tools.sheet_name")
zips = load("tools.zip_file")
files = load("tools.file_name")

SCHOOLS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        (
            "Trường PTDTBT Tiểu học xã Đắk R'Măng",
            "Trường Tiểu học Lê Lợi - xã Đăk R'Măng",
            "'Hoa Sen'",
            "TH&THCS 19/5",
            "[Mầm non] *A*?",
            "History",
            unicodedata.normalize("NFD", "Trường Mẫu giáo Họa Mi số 10 xã Ea H'Leo"),
        )
    ),
)


@settings(max_examples=30)
@given(st.lists(SCHOOLS, min_size=1, max_size=12))
@example(["x" * 30 + "'", "x" * 30 + "'"])
@example(["a" * 40, "A" * 40, "a" * 31])
def test_any_school_has_a_sheet(schools):
    """The writer takes each name, and the reader gives each of them back."""
    names = sheets.SheetNames("Thông tin")
    given_names = [names.add(school) for school in schools]
    output = io.BytesIO()
    with Workbook(output) as workbook:
        for name in given_names:
            workbook.add_worksheet(name)
    assert load_workbook(output).sheetnames == given_names
    assert len({name.casefold() for name in given_names}) == len(schools)


@settings(max_examples=30)
@given(st.lists(st.tuples(SCHOOLS, st.binary(max_size=20)), max_size=12))
def test_every_entry_of_a_zip_is_there_once(entries):
    """No two names that Windows takes for one; every content comes out again."""
    groups = [(files.safe_name(name), [("pdf", raw)]) for name, raw in entries]
    content = zips.zip_groups(groups, [("DOC-TRUOC.txt", b"x")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        found = [archive.read(name) for name in names]
    assert found == [b"x", *(raw for _name, raw in entries)]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert name.isascii()
        assert not set('/\\:*?"<>|') & set(name)
        assert name == name.strip(" .")


@given(st.lists(SCHOOLS, min_size=1, max_size=12), st.sampled_from(("pdf", "")))
@example(["Nul", "CON", "aux.", "LPT1"], "pdf")
@example([chr(0x130), "i\u0307", "SS", "ß"], "pdf")
def test_any_name_becomes_a_path_of_its_own(texts, ending):
    """Short, plain, and read back from a ZIP as it was given."""
    paths = files.UniquePaths()
    made = [paths.add("03_Minh-chung", files.safe_name(text), ending) for text in texts]
    assert len({path.casefold() for path in made}) == len(texts)
    for path in made:
        folder, _slash, name = path.partition("/")
        assert folder == "03_Minh-chung"
        assert len(path) <= files.LONGEST_PATH
        assert name.isascii()
        assert not set('/\\:*?"<>| ') & set(name)
        assert ".." not in name
        assert name.partition(".")[0].upper() not in ("CON", "NUL", "AUX", "LPT1")


@given(st.one_of(SCHOOLS, st.text(max_size=400)), st.sampled_from(("pdf", "PDF", "")))
@example("C:\\Quét\\../số 12", "pdf")
@example("hoa đơn\u202efdp", "exe")
@example("..", "pdf")
def test_a_name_that_people_gave_is_kept_without_its_tricks(text, ending):
    name = f"{text}.{ending}" if ending else text
    clean = files.clean_name(name)
    assert clean == files.clean_name(clean), "it stays as it is"
    assert not set("/\\") & set(clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert all(unicodedata.category(letter)[0] != "C" for letter in clean)
    assert clean == clean.strip(" .")
    if ending:
        assert clean.rpartition(".")[2] == ending
        assert len(clean) <= 151 + len(ending)
