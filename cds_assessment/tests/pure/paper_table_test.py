"""Tables within texts: what is written as cells is read as these cells."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load

text = load("report.papers.text")
SCRIPT = Path(__file__).parents[2] / "static/src/paper_texts/table_text.js"

cells = st.text(st.sampled_from("ab |\n1Đ"), max_size=8).map(str.strip)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)
)


@given(tables)
def test_a_table_is_read_as_it_was_written(rows):
    (table,) = text.text_blocks(text.table_text(rows))
    head = tuple(column.heading for column in table.columns)
    assert [head, *(row.cells for row in table.rows)] == [tuple(row) for row in rows]


@pytest.mark.skipif(not shutil.which("node"), reason="the browser's side needs Node.js")
def test_the_browser_writes_as_the_papers_read():
    rows = [["TT", "Việc | sản phẩm"], ["1", "Họp\nbàn"], ["", "|"]]
    script = (
        f"import({SCRIPT.as_uri()!r}).then((m) => process.stdout.write("
        f"m.writeBlocks(m.readBlocks({text.table_text(rows)!r}))))"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == text.table_text(rows)
