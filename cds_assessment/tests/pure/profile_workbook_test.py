"""Workbooks of figures as they come back from people and other programs."""

import io
import re
import unicodedata
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loading import load
from openpyxl import load_workbook

book = load("report.workbooks.profile_xlsx")

CODES = ("classes", "pupils", "share")


def build():
    """Give a workbook as a school downloads it."""
    rows = [
        book.ProfileRow("classes", "Số lớp", "lớp", "Trường", True, 25, None),
        book.ProfileRow("pupils", "Số học sinh", "học sinh", "Trường", True, 1010, 5),
        book.ProfileRow("share", "Tỷ lệ", "%", "Tỷ lệ", False, 97.5, None),
    ]
    sheet = book.ProfileSheet("key-1", "Trường Tiểu học Thử", "2025-2026", rows)
    return book.profile_workbook(sheet, "20/10/2025 08:00")


def change(how, content=None):
    """Open a workbook, change its first sheet and all of it, and give its bytes."""
    workbook = load_workbook(io.BytesIO(content or build()))
    how(workbook, workbook["Số liệu"])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def fill(values, row=6):
    def how(_workbook, sheet):
        for found in sheet.iter_rows():
            if found[0].value in values:
                found[4].value = values[found[0].value]

    return change(how)


def rewrite(content, part, how):
    """Rewrite a part of the package as another program would have written it."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(output, "w") as target,
    ):
        for name in source.namelist():
            raw = source.read(name)
            target.writestr(name, how(raw.decode()) if name == part else raw)
    return output.getvalue()


def read(content):
    filled = book.read_profile_workbook(content)
    assert filled.key == "key-1"
    return {cell.code: cell.value for cell in filled.cells}


FILLED = {"classes": 26, "pupils": 1034, "share": 98.5}


def test_as_it_went_out():
    assert read(build()) == {"classes": None, "pupils": 5, "share": None}
    assert read(fill(FILLED)) == FILLED


@pytest.mark.parametrize("column", range(1, 6))
@pytest.mark.parametrize("count", (1, 3))
def test_columns_that_were_inserted(column, count):
    """Last year's figures are never taken for this year's."""
    content = change(lambda _w, s: s.insert_cols(column, count), fill(FILLED))
    assert read(content) == FILLED


@pytest.mark.parametrize("column", (3, 4))
def test_columns_that_were_deleted(column):
    content = change(lambda _w, s: s.delete_cols(column), fill(FILLED))
    assert read(content) == FILLED


def test_rows_that_were_inserted_above():
    content = change(lambda _w, s: s.insert_rows(1, 5), fill(FILLED))
    filled = book.read_profile_workbook(content)
    assert {cell.code: cell.value for cell in filled.cells} == FILLED
    assert filled.cells[0].row == 11
    assert filled.cells[0].place == "E11"


@pytest.mark.parametrize(
    "cell,text",
    (
        ("E4", "Năm trước"),
        ("E4", None),
        ("E4", "Năm 2025-2026"),
        ("D4", "Năm nay"),
        ("A4", "Code"),
        ("F4", "Năm nay"),
    ),
)
def test_headings_that_cannot_be_told(cell, text):
    def how(_workbook, sheet):
        sheet[cell].value = text

    with pytest.raises(book.WorkbookError) as caught:
        book.read_profile_workbook(change(how, fill(FILLED)))
    assert caught.value.code == "no_headings"


def test_headings_in_other_writings():
    def how(_workbook, sheet):
        sheet["E4"].value = unicodedata.normalize("NFD", " năm\u00a0NAY ")

    assert read(change(how, fill(FILLED))) == FILLED


def test_names_that_are_decomposed():
    """So macOS and some web programs write them."""

    def how(workbook, sheet):
        for found in workbook.worksheets:
            found.title = unicodedata.normalize("NFD", found.title)
            for row in found.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = unicodedata.normalize("NFD", cell.value)

    content = change(how, fill(FILLED))
    assert read(content) == FILLED
    institution = book.read_profile_workbook(content).institution
    assert institution == "Trường Tiểu học Thử"


@pytest.mark.parametrize(
    "value,number_format",
    (
        (datetime(1900, 1, 26), "dd/mm/yyyy"),
        (date(2025, 5, 2), "d-mmm"),
        (time(10, 30), "h:mm"),
    ),
)
def test_a_cell_that_is_formatted_as_a_date(value, number_format):
    def how(_workbook, sheet):
        sheet["E6"].value = value
        sheet["E6"].number_format = number_format

    cell = book.read_profile_workbook(change(how)).cells[0]
    assert isinstance(cell.value, datetime | time)
    assert (cell.place, cell.number_format) == ("E6", number_format)


STYLES = {
    "a bare fill": lambda text: re.sub(
        "<fills.*?>", '<fills count="9"><fill/>', text, count=1, flags=re.DOTALL
    ),
    "no fills": lambda text: re.sub("<fills.*</fills>", "", text, flags=re.DOTALL),
    "a family that is none": lambda text: text.replace(
        '<family val="', '<family val="9'
    ),
    "a colour that is none": lambda text: re.sub(
        'rgb="[0-9A-F]+"', 'rgb="#FFF9E5"', text
    ),
    "a border that is none": lambda text: text.replace("thin", "groove"),
    "an alignment that is none": lambda text: text.replace('"top"', '"middle"'),
    "a format without text": lambda text: (
        text.replace(
            "<numFmts", '<numFmts><numFmt numFmtId="170"/></numFmts><numFmts_', 1
        )
        .replace("</numFmts>", "</numFmts_>", 2)
        .replace("</numFmts_>", "</numFmts>", 1)
    ),
    "another prefix": lambda text: re.sub(
        r"<(/?)(?=[a-zA-Z])", r"<\1x:", text.replace("xmlns=", "xmlns:x=", 1)
    ),
}


@pytest.mark.parametrize("name", STYLES)
def test_styles_that_other_programs_write(name):
    content = rewrite(fill(FILLED), "xl/styles.xml", STYLES[name])
    assert read(content) == FILLED


def test_dates_are_seen_through_broken_styles():
    def how(_workbook, sheet):
        sheet["E6"].value = datetime(2025, 5, 2)

    content = rewrite(change(how), "xl/styles.xml", STYLES["a bare fill"])
    assert read(content)["classes"] == datetime(2025, 5, 2)


def test_what_stands_around_the_cells_does_not_matter():
    """Conditions, validations and views that the reader knows no words for."""

    condition = '<cfRule type="new" priority="x"/>'
    validation = '<dataValidation type="new" sqref="E6"/>'

    def how(text):
        return text.replace(
            "</sheetData>",
            f'</sheetData><conditionalFormatting sqref="E6">{condition}'
            f"</conditionalFormatting><dataValidations>{validation}</dataValidations>"
            '<pageSetup paperSize="A4"/>',
        )

    content = rewrite(fill(FILLED), "xl/worksheets/sheet1.xml", how)
    assert read(content) == FILLED
    content = rewrite(
        content,
        "xl/workbook.xml",
        lambda text: text.replace(
            "</sheets>",
            '</sheets><definedNames><definedName name="_xlnm.Print_Titles" '
            'localSheetId="7">#REF!</definedName></definedNames>',
        ),
    )
    assert read(content) == FILLED


def test_a_password():
    locked = load("tools.office_file").OLE + bytes(504)
    content = locked + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    with pytest.raises(book.WorkbookError) as caught:
        book.read_profile_workbook(content)
    assert caught.value.code == "locked"


@settings(max_examples=12)
@given(
    st.dictionaries(
        st.sampled_from(CODES),
        st.one_of(
            st.integers(-(10**12), 10**12),
            st.floats(allow_nan=False, allow_infinity=False, width=32),
            st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=20),
        ),
    ),
    st.integers(1, 5),
    st.integers(0, 3),
)
def test_every_value_comes_back_from_wherever_it_moved(values, column, count):
    plain = {
        code: value
        for code, value in values.items()
        if not (isinstance(value, str) and value.startswith("="))
    }
    content = fill(plain)
    if count:
        content = change(lambda _w, s: s.insert_cols(column, count), content)
    found = read(content)
    for code, value in plain.items():
        if isinstance(value, str) and not value.strip():
            value = None
        assert found[code] == (pytest.approx(value) if value else value)
