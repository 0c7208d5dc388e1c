"""A level has one colour: in the workbook's charts and in the graphs on the screen."""

import re

from loading import ADDON, load

levels = load("report.summary.levels")


def test_one_colour_a_level():
    script = (ADDON / "static/src/level_graph/level_graph.js").read_text()
    listed = re.search(r"LEVEL_COLORS = \[(.*?)\]", script, re.DOTALL)[1]
    assert tuple(re.findall(r'"(#\w+)"', listed)) == levels.COLORS
