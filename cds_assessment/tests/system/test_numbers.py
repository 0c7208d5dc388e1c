import itertools
import json
from decimal import Decimal

from lxml import etree

from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import file_open

from ...tools.number_format import get_number_refusal
from ...tools.number_reading import Limits, read_number
from ..common.cases import CdsCase

LIMITS = ({"maximum": 6, "step": 0.5}, {"decimals": 0}, {}, {"maximum": 2000})
# Every text of these letters is read by both readers, up to so many letters.
LETTERS = "015., -"
LONGEST = 5
INPUTS = {"cds_number", "cds_time"}
OTHER_WIDGETS = {"handle", "statinfo", "progressbar", "color_picker"}

READ = """
const { readNumber } = odoo.loader.modules.get("@cds_assessment/number/number");
const wrong = %s.filter(([text, limits, expected]) => {
    const { value, reason } = readNumber(text, limits);
    return (reason ?? value) !== expected;
});
console.log(wrong.length ? JSON.stringify(wrong.slice(0, 20)) : "test successful");
if (wrong.length) {
    console.error("read otherwise in the browser: " + wrong.length);
}
"""


def limits_of(given):
    return Limits(
        **{
            name: value if value is None or name == "decimals" else Decimal(str(value))
            for name, value in given.items()
        }
    )


def answer(text, given):
    reading = read_number(text, limits_of(given))
    return reading.reason or (None if reading.value is None else float(reading.value))


@tagged("post_install", "-at_install")
class TestNumbersInTheBrowser(CdsCase, HttpCase):
    def test_the_browser_reads_as_the_server(self):
        with file_open("cds_assessment/tests/number_cases.json") as table:
            cases = json.load(table)
        texts = itertools.chain.from_iterable(
            map("".join, itertools.product(LETTERS, repeat=length))
            for length in range(LONGEST + 1)
        )
        cases += [
            (text, LIMITS[number % len(LIMITS)], None)
            for number, text in enumerate(texts)
        ]
        known = [(text, given, answer(text, given)) for text, given, _ in cases]
        self.assertGreater(len(known), 19000)
        self.browser_js("/odoo", READ % json.dumps(known), login=self.secretary.login)

    def test_half_a_point_typed_with_a_point(self):
        """Where a form has a number, a point is a decimal mark in Vietnamese too."""
        self.admin.lang = "vi_VN"
        framework = self._create_framework(publish=False)
        self.start_tour(
            f"/odoo/cds.framework/{framework.id}",
            "cds_number_field",
            login=self.admin.login,
        )
        self.assertEqual(framework.score_step, 0.25)


@tagged("post_install", "-at_install")
class TestNumberWords(TransactionCase):
    def test_each_reason_has_its_words(self):
        limits = Limits(maximum=Decimal(6), step=Decimal("0.5"))
        for text, given, words in (
            ("abc", limits, "“abc” is not a number: type digits only."),
            ("-1", limits, "-1 is below 0."),
            ("7.5", limits, "7.5 is above the maximum, 6."),
            ("4,25", limits, "4,25 is not a multiple of 0.5."),
            ("35,5", Limits(decimals=0), "35,5 is not a whole number."),
            ("0.125", Limits(), "0.125 has more than 2 decimals."),
            ("1.034", Limits(), "“1.034” can be read two ways"),
        ):
            with self.subTest(text):
                reason = read_number(text, given).reason
                sentence = get_number_refusal(self.env, text, reason, given)
                self.assertIn(words, sentence)


@tagged("post_install", "-at_install")
class TestNumberInputs(TransactionCase):
    def test_every_number_of_ours_is_typed_into_our_input(self):
        views = self.env["ir.ui.view"].search(
            [
                ("type", "in", ("form", "list")),
                "|",
                ("model", "=like", "cds.%"),
                ("model", "=", "res.config.settings"),
            ]
        )
        typed = [
            (view.name, *found)
            for view in views
            if view.mode == "primary"
            for found in self._get_typed(view)
        ]
        self.assertGreater(len(typed), 40)
        wrong = [found for found in typed if found[-1] not in INPUTS | OTHER_WIDGETS]
        self.assertFalse(wrong)

    def _get_typed(self, view):
        """Yield the numbers that can be typed in a view: model, name, widget."""
        model = self.env[view.model]
        arch = etree.fromstring(model.get_view(view.id, view.type)["arch"])
        yield from self._walk(arch, model, view.type == "form" or arch.get("editable"))

    def _walk(self, node, model, is_open):
        for child in node:
            if child.tag != "field":
                yield from self._walk(child, model, is_open)
                continue
            field = model._fields[child.get("name")]
            is_own = field.model_name.startswith("cds.") or field.name.startswith(
                "cds_"
            )
            is_closed = child.get("readonly") in ("1", "True") or field.readonly
            if field.type in ("float", "integer") and is_own and is_open:
                if not is_closed:
                    yield model._name, field.name, child.get("widget")
            elif not is_closed:
                yield from self._walk_views(child, field, is_open)

    def _walk_views(self, node, field, is_open):
        for view in node:
            if view.tag in ("form", "list"):
                is_open_there = is_open and (view.tag == "form" or view.get("editable"))
                yield from self._walk(view, self.env[field.comodel_name], is_open_there)
