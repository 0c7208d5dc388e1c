"""Every ZIP of ours opens in readers that go through it from the beginning."""

import io
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import pytest
import strict_zip
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loading import load

archive = load("report.dossier.archive")
zips = load("tools.zip_file")
files = load("tools.file_name")

NAMES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        (
            "Trường Tiểu học Đắk R'Măng",
            "CON",
            "nul.txt",
            "tên. ",
            "a/b\\c:d*e?",
            unicodedata.normalize("NFD", "Hồ sơ Họa Mi"),
        )
    ),
)
ENTRIES = st.lists(st.tuples(NAMES, st.binary(max_size=300)), max_size=8)


@settings(max_examples=30)
@given(ENTRIES)
@example([("a", b""), ("A", b"x" * 3000)])
def test_a_zip_that_is_sent_while_it_is_made(entries):
    with tempfile.TemporaryDirectory() as folder:
        sources, paths = [], files.UniquePaths()
        for number, (name, content) in enumerate(entries):
            path = Path(folder, str(number))
            path.write_bytes(content)
            sources.append((paths.add("", files.safe_name(name), "zip"), path))
        texts = [("DOC-TRUOC.txt", "Hồ sơ".encode())]
        content = b"".join(archive.stream_zip(sources, texts))
    found = strict_zip.entries(content)
    assert [data for _name, data in found] == [
        *(data for _name, data in entries),
        "Hồ sơ".encode(),
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        assert whole.testzip() is None
        assert whole.namelist() == [name for name, _data in found]


@settings(max_examples=30)
@given(ENTRIES)
def test_a_zip_of_files_in_memory(entries):
    groups = [(files.safe_name(name), [("pdf", raw)]) for name, raw in entries]
    content = zips.zip_groups(groups, [("DOC-TRUOC.txt", b"x")])
    found = strict_zip.entries(content)
    assert [data for _name, data in found] == [b"x", *(raw for _name, raw in entries)]


def test_the_reader_is_strict():
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.content = b""

        def writable(self):
            return True

        def write(self, chunk):
            self.content += bytes(chunk)
            return len(chunk)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as stored:
        stored.writestr("a", b"x")
    with pytest.raises(AssertionError, match="stored"):
        strict_zip.entries(pipe.content)
