"""An own wording, carried to what the data says now."""

import string
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from loading import load

wording = load("report.papers.wording")

BEFORE = (
    "Năm học 2025-2026, nhà trường có 26 lớp, 1.034 học sinh và 45 giáo viên. "
    "Nhóm 1 đạt 62,50 điểm (mức độ 2)."
)
NOW = (
    "Năm học 2026-2027, nhà trường có 27 lớp, 1.060 học sinh và 47 giáo viên. "
    "Nhóm 1 đạt 76,00 điểm (mức độ 3)."
)
YEARS = [("2025-2026", "2026-2027")]
words = st.text(string.ascii_lowercase + string.digits + " .,\n", max_size=60)


def test_figures_change_in_other_words():
    own = (
        "Trong năm học 2025-2026, toàn trường có 26 lớp với 1.034 em; 45 thầy cô.\n"
        "1. Nhóm 1 đạt 62,50 điểm (mức độ 2), 12 sáng kiến."
    )
    text, stray = wording.carry(own, BEFORE, NOW, YEARS)
    assert text == (
        "Trong năm học 2026-2027, toàn trường có 27 lớp với 1.060 em; 47 thầy cô.\n"
        "1. Nhóm 1 đạt 76,00 điểm (mức độ 3), 12 sáng kiến."
    )
    assert stray == ["12"]


def test_what_was_added_and_dropped():
    before = "- Việc một. - Việc hai."
    now = "- Việc một. - Việc hai. - Việc ba."
    assert wording.carry(before, before, now)[0] == now
    assert wording.carry("Khác hẳn", before, now)[0] == "Khác hẳn"


def test_no_proposal():
    assert wording.carry("Có 12 lớp", "", "") == ("Có 12 lớp", ["12"])
    assert wording.carry("", BEFORE, NOW) == ("", [])


@given(words, words)
def test_nothing_changes_where_the_proposal_does_not(text, before):
    assert wording.carry(text, before, before)[0] == text


@given(words, words)
def test_ours_unchanged_is_the_new_proposal(before, now):
    assert wording.carry(before, before, now)[0] == now


@settings(max_examples=5)
@given(st.integers(1, 3))
def test_long_texts_take_no_long_time(times):
    start = time.process_time()
    wording.carry(BEFORE * 30 * times, BEFORE * 30 * times, NOW * 30 * times)
    assert time.process_time() - start < 20
