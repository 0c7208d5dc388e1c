from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.dossier.checks import (
    CHECKS,
    Place,
    check,
    chronology,
    evidence,
    papers,
    run_checks,
    scores,
)
from ...models.dossier.checks import council as council_rules
from ...models.dossier.checks.dossier import (
    Dossier,
    Item,
    Paper,
    Required,
    Text,
    Use,
)
from ..common.cases import CdsCase

HERE = Place("cds.assessment", 1)
REGISTRY = "odoo.addons.cds_assessment.models.dossier.checks.registry"


def use(state="accepted", **vals):
    """Return a use of evidence; all is well with it unless values say otherwise."""
    plain = Use(
        code="H1-1.3-01",
        name="Kế hoạch dạy học",
        state=state,
        number="",
        date=None,
        valid_until=None,
        year="",
        is_own=True,
        files=(),
        place=HERE,
    )
    return replace(plain, **vals)


def item(*uses, points=0, **vals):
    plain = Item(
        code="1.3.1",
        name="Dạy học trực tuyến",
        points=Decimal(points),
        is_mandatory=False,
        is_met=False,
        uses=uses,
        figures={},
        place=HERE,
    )
    return replace(plain, **vals)


def paper(kind, day=None, state="issued", **vals):
    """Return a paper, dated by a text such as "2023-10-19"."""
    plain = Paper(
        name=kind,
        kind=kind,
        kind_name=kind,
        criterion="",
        state=state,
        date=day and date.fromisoformat(day),
        is_outdated=False,
        note="",
        files=(),
        place=HERE,
    )
    return replace(plain, **vals)


def text(words, kind="paper", where="Báo cáo", **vals):
    return replace(Text(kind, where, words, True, True, HERE), **vals)


class CheckCase(CdsCase):
    """Rules are given plain data: what each finds, and what it leaves alone."""

    def _dossier(self, **vals):
        dossier = Dossier(
            env=self.env,
            assessment=self.env["cds.assessment"],
            place=HERE,
            own_names=("Trường THPT Quốc Tuấn",),
            symbol="THPTQT",
            years=("2021-2022", "2022-2023", "2023-2024"),
            year_start=date(2022, 9, 1),
            dated=date(2023, 10, 20),
            sent_on=date(2023, 10, 30),
        )
        return replace(dossier, **vals)

    def _find(self, rule, **vals):
        """Return severity and sentence of what a rule finds in a dossier."""
        return [(f.severity, f.sentence) for f in rule(self._dossier(**vals))]

    def _assert_one(self, found, severity, *words):
        self.assertEqual([kind for kind, _sentence in found], [severity], found)
        for word in words:
            self.assertIn(word, found[0][1])


@tagged("post_install", "-at_install")
class TestRegistry(CheckCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(CHECKS.pop, "test_rule", None)

    def _run(self, **vals):
        found = run_checks(self._dossier(**vals))
        return [finding for finding in found if finding.code == "test_rule"]

    def test_a_rule_is_added_by_decorating_it(self):
        @check("test_rule")
        def rule(dossier):
            yield papers.warning(dossier.symbol)

        [finding] = self._run()
        self.assertEqual((finding.severity, finding.sentence), ("warning", "THPTQT"))
        with self.assertRaises(ValueError):
            check("test_rule")(rule)

    def test_a_rule_of_a_module_that_is_not_installed_is_left_out(self):
        def rule(_dossier):
            yield papers.warning("found")

        rule.__module__ = "odoo.addons.not_installed.models.rule"
        check("test_rule")(rule)
        self.assertFalse(self._run())

    def test_a_rule_that_fails_is_a_finding_and_in_the_log(self):
        @check("test_rule")
        def rule(_dossier):
            yield papers.warning("found")
            raise KeyError("figure")

        with self.assertLogs(REGISTRY, "ERROR") as log:
            [finding] = self._run()
        self.assertIn("test_rule", log.output[0])
        self.assertEqual(finding.severity, "blocking")
        self.assertIn("test_rule", finding.sentence)

    def test_slow_rules_run_when_they_are_asked_for(self):
        @check("test_rule", is_slow=True)
        def rule(_dossier):
            yield papers.warning("found")

        dossier = self._dossier()
        for is_slow, expected in ((None, True), (True, True), (False, False)):
            codes = {finding.code for finding in run_checks(dossier, is_slow)}
            self.assertEqual("test_rule" in codes, expected)

    def test_the_gravest_come_first(self):
        found = run_checks(
            self._dossier(
                items=(item(is_mandatory=True),),
                uses=(use(number="18/QĐ-TTr"),),
            )
        )
        severities = [finding.severity for finding in found]
        self.assertEqual(severities, ["blocking", "warning", "remark"])


@tagged("post_install", "-at_install")
class TestEvidenceChecks(CheckCase):
    def test_points_need_evidence_that_was_accepted(self):
        for uses, word in (
            ((), "no evidence"),
            ((use("carried"),), "last year"),
            ((use("submitted"),), "not been accepted"),
            ((use("rejected"),), "rejected"),
        ):
            for proved in (item(*uses, points=2), item(*uses, is_met=True)):
                found = self._find(evidence.evidence_missing, items=(proved,))
                self._assert_one(found, "blocking", "1.3.1", word)

    def test_items_of_one_fault_are_told_of_together(self):
        items = tuple(replace(item(points=2), code=f"1.3.{n}") for n in range(1, 29))
        other = replace(item(use("submitted"), points=1), code="1.4")
        found = self._find(evidence.evidence_missing, items=(*items, other))
        self.assertEqual(len(found), 2)
        self.assertIn("28 items", found[0][1])
        self.assertIn("1.3.28", found[0][1])
        self.assertIn("1.4", found[1][1])

    def test_no_points_need_no_evidence(self):
        items = (item(), item(use("rejected"), use(), points=2))
        self.assertFalse(self._find(evidence.evidence_missing, items=items))

    def test_expired_before_year_or_dossier(self):
        for day in (date(2022, 8, 31), date(2023, 10, 19)):
            found = self._find(evidence.evidence_expired, uses=(use(valid_until=day),))
            self._assert_one(found, "warning", "H1-1.3-01", f"{day:%d/%m/%Y}")
        still_valid = (
            use(valid_until=date(2023, 10, 20)),
            use("rejected", valid_until=date(2020, 1, 1)),
            use(),
        )
        self.assertFalse(self._find(evidence.evidence_expired, uses=still_valid))

    def test_another_school_year(self):
        uses = (use(year="2021-2022"), use(year="2022-2023"), use())
        found = self._find(evidence.evidence_of_another_year, uses=uses)
        self._assert_one(found, "warning", "2021-2022")

    def test_later_than_the_minutes(self):
        uses = (use(date=date(2023, 10, 20)), use(date=date(2023, 10, 19)), use())
        minutes = (paper("minutes", "2023-10-19"),)
        found = self._find(
            evidence.evidence_after_the_council, uses=uses, papers=minutes
        )
        self._assert_one(found, "remark", "20/10/2023", "19/10/2023")
        self.assertFalse(self._find(evidence.evidence_after_the_council, uses=uses))


@tagged("post_install", "-at_install")
class TestScoreAndCouncilChecks(CheckCase):
    def test_a_mandatory_condition_is_as_grave_as_the_rules_say(self):
        items = (item(is_mandatory=True), item(is_mandatory=True, is_met=True), item())
        for policy, severity in (
            ("block", "blocking"),
            ("cap", "warning"),
            ("warn", "warning"),
        ):
            found = self._find(
                scores.mandatory_unmet, items=items, mandatory_policy=policy
            )
            self._assert_one(found, severity, "1.3.1")

    def test_no_council(self):
        self._assert_one(self._find(council_rules.council), "blocking", "no self-")

    def test_a_council_that_is_not_complete(self):
        found = self._find(
            council_rules.council, council_problems=("There must be one secretary.",)
        )
        self._assert_one(found, "blocking", "secretary")
        self.assertFalse(self._find(council_rules.council, council_problems=()))


@tagged("post_install", "-at_install")
class TestPaperChecks(CheckCase):
    def test_missing(self):
        required = (
            Required("plan", "Kế hoạch", ("",)),
            Required("sheet", "Phiếu", ("1.1", "1.2", "1.3")),
        )
        have = (paper("sheet", criterion="1.2"),)
        found = self._find(papers.papers_missing, required=required, papers=have)
        self.assertEqual(
            [(kind, "1.2" in sentence) for kind, sentence in found],
            [("blocking", False)] * 2,
        )
        self.assertIn("Kế hoạch", found[0][1])
        self.assertIn("1.1, 1.3", found[1][1])
        have = (paper("plan"), *(paper("sheet", criterion=f"1.{n}") for n in (1, 2, 3)))
        self.assertFalse(
            self._find(papers.papers_missing, required=required, papers=have)
        )

    def test_minutes_say_who_was_there(self):
        found = self._find(
            papers.minutes_open,
            papers=(paper("minutes", has_open_attendance=True), paper("plan")),
        )
        self._assert_one(found, "warning", "minutes", "who was there")

    def test_papers_of_one_day(self):
        kinds = ("plan", "minutes", "report", "approval_decision")
        same = tuple(paper(kind, "2023-10-19") for kind in kinds)
        found = self._find(papers.papers_of_one_day, papers=same)
        self._assert_one(found, "warning", "19/10/2023")
        found = self._find(chronology.plan_of_the_last_day, papers=same)
        self._assert_one(found, "warning", "plan", "19/10/2023")
        spread = (paper("plan", "2023-09-05"), *same[1:])
        self.assertFalse(self._find(papers.papers_of_one_day, papers=spread))
        self.assertFalse(self._find(chronology.plan_of_the_last_day, papers=spread))

    def test_low_points_have_a_weakness(self):
        low = item(points=4, max_points=Decimal(10))
        for silent in ("", " ", "\u200b"):
            found = self._find(
                scores.weaknesses_missing, items=(replace(low, weaknesses=silent),)
            )
            self._assert_one(found, "warning", "1.3.1")
        for fine in (
            replace(low, weaknesses="Thiếu thiết bị."),
            replace(low, points=Decimal(5)),
            replace(low, points=Decimal(0), max_points=Decimal(0)),
        ):
            self.assertFalse(self._find(scores.weaknesses_missing, items=(fine,)))

    def test_what_is_missing_is_made_by_a_button(self):
        dossier = self._dossier(required=(Required("plan", "Kế hoạch", ("",)),))
        (finding,) = papers.papers_missing(dossier)
        self.assertEqual(finding.place.action, "action_make_papers")

    def test_drafts(self):
        draft = (paper("plan", state="draft"), paper("minutes"))
        found = self._find(papers.papers_not_issued, papers=draft)
        self._assert_one(found, "remark", "plan")
        found = self._find(
            papers.papers_not_issued,
            papers=draft,
            required=(Required("plan", "Kế hoạch", ("",)),),
        )
        self._assert_one(found, "blocking", "plan")

    def test_unsigned_is_as_grave_as_the_setting_says(self):
        some = (
            paper("sheet", criterion="1.1"),
            paper("sheet", criterion="1.2"),
            paper("plan", state="signed"),
            paper("report", state="draft"),
        )
        for severity in ("warning", "blocking"):
            found = self._find(papers.papers_unsigned, papers=some, unsigned=severity)
            self._assert_one(found, severity, "1.1, 1.2")

    def test_outdated(self):
        some = (
            paper("report", is_outdated=True, note="Số học sinh: 623 → 625"),
            paper("plan", is_outdated=True, state="draft"),
            paper("minutes"),
        )
        found = self._find(papers.papers_outdated, papers=some)
        self._assert_one(found, "warning", "report", "623 → 625")


@tagged("post_install", "-at_install")
class TestChronologyChecks(CheckCase):
    """The dates are those of the report of a real school, and what is wrong with it."""

    def test_the_plan_came_before_the_council(self):
        """Plan 14/KH-TTr of 29/3/2023, council by decision 48 of 19/10/2023."""
        some = (
            paper("council_decision", "2023-10-19", name="Quyết định 48/QĐ"),
            paper("plan", "2023-03-29", name="Kế hoạch 14/KH-TTr"),
            paper("approval_decision", "2023-10-20", name="Quyết định 50/QĐ"),
        )
        found = self._find(chronology.papers_in_order, papers=some)
        self._assert_one(
            found, "blocking", "14/KH-TTr", "29/03/2023", "48/QĐ", "19/10/2023"
        )
        # the council's own decision counts where it is no paper of the dossier
        found = self._find(
            chronology.papers_in_order,
            papers=some[1:],
            council_decision=("48/QĐ", date(2023, 10, 19)),
        )
        self._assert_one(found, "blocking", "14/KH-TTr", "48/QĐ")

    def test_the_whole_order(self):
        days = [f"2023-10-{day}" for day in range(10, 16)]
        some = list(map(paper, chronology.STEPS, days))
        self.assertFalse(self._find(chronology.papers_in_order, papers=tuple(some)))
        same_day = tuple(paper(kind, "2023-10-10") for kind in chronology.STEPS)
        self.assertFalse(self._find(chronology.papers_in_order, papers=same_day))
        for number, kind in enumerate(chronology.STEPS[1:], start=1):
            swapped = list(some)
            swapped[number] = paper(kind, "2023-10-09")
            found = self._find(chronology.papers_in_order, papers=tuple(swapped))
            self._assert_one(found, "blocking", kind, chronology.STEPS[number - 1])

    def test_drafts_can_still_be_dated(self):
        some = (
            paper("council_decision", "2023-10-19"),
            paper("plan", "2023-03-29", state="draft"),
        )
        found = self._find(chronology.papers_in_order, papers=some)
        self._assert_one(found, "warning", "plan")

    def test_the_dates_that_a_text_cites(self):
        said = """
+ Kế hoạch số 14/KH-TTr, ngày 29 tháng 3 năm 2023 về triển khai đánh giá mức độ chuyển đổi số trong nhà trường năm học 2022-2023;
+ Quyết định số 48/QĐ/THPTQT ngày 19 tháng 10 năm 2023 về thành lập Hội đồng tự đánh giá mức độ chuyển đổi số năm học 2022-2023.
+ Quyết định số 50/QĐ/THPTQT ngày 20 tháng 10 năm 2023 về phê duyệt kết quả tự đánh giá mức độ chuyển đổi số năm học 2022-2023.
"""  # noqa: E501
        found = self._find(chronology.citations_in_order, texts=(text(said),))
        self._assert_one(
            found, "warning", "14/KH-TTr", "29/03/2023", "48/QĐ/THPTQT", "19/10/2023"
        )

    def test_plans_of_authorities_are_no_step(self):
        said = (
            "Kế hoạch số 128/KH-SGDĐT, ngày 12 tháng 10 năm 2023 của Sở Giáo dục và "
            "Đào tạo về triển khai đánh giá mức độ chuyển đổi số trong các cơ sở;\n"
            "Quyết định số 48/QĐ ngày 19/10/2023 về thành lập Hội đồng tự đánh giá"
        )
        self.assertFalse(self._find(chronology.citations_in_order, texts=(text(said),)))

    def test_nothing_is_made_before_the_council_is_there(self):
        some = (
            paper("council_decision", "2023-10-19"),
            paper("evidence_list", "2023-10-18"),
            paper("score_summary", "2023-10-19"),
        )
        found = self._find(chronology.papers_before_the_council, papers=some)
        self._assert_one(found, "blocking", "evidence_list", "council_decision")

    def test_in_the_future(self):
        some = (
            paper("report", "2023-10-31"),
            paper("minutes", "2023-10-30"),
        )
        found = self._find(chronology.papers_in_the_future, papers=some)
        self._assert_one(found, "blocking", "report", "31/10/2023")


@tagged("post_install", "-at_install")
class TestEveryRule(CheckCase):
    @mute_logger(REGISTRY)
    def test_an_empty_dossier_breaks_no_rule(self):
        found = run_checks(self._dossier(sent_on=None, year_start=None, dated=None))
        self.assertEqual([finding.code for finding in found], ["council"])
