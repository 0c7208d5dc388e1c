import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common.campaign_summary import SummaryCase, standing_hand


@tagged("post_install", "-at_install")
class TestSummaryByAuthority(SummaryCase, HttpCase):
    """Province above district above commune: each sums what is below it."""

    COUNT = 14

    def _rows(self, user, group="1"):
        reports = self.env["cds.authority.report"].with_user(user)
        rows = reports.search(
            [
                ("campaign_id", "=", self.campaign.id),
                ("criterion_id.code", "=", group),
            ]
        )
        return {row.authority_id: row for row in rows}

    def _below(self, *authorities):
        ids = {authority.id for authority in authorities}
        return self.dossiers.filtered(lambda d: d.institution_id.parent_id.id in ids)

    def _assert_sums(self, row, dossiers, group="1"):
        submitted = ("external", "reviewed", "recognised")
        results = [
            (
                dossier,
                dossier.result_ids.filtered(lambda r: r.criterion_id.code == group),
            )
            for dossier in dossiers
        ]
        hands = [(standing_hand(dossier), result) for dossier, result in results]
        numbers = [
            hand and result[f"{hand}_level_id"].number or 0 for hand, result in hands
        ]
        points = [result[f"{hand}_points"] for hand, result in hands if hand]
        self.assertEqual(
            (
                row.school_count,
                row.submitted_count,
                row.reviewed_count,
                row.recognised_count,
                row.level_1_count,
                row.level_2_count,
                row.level_3_count,
                row.no_level_count,
                row.open_count,
                row.council_count,
                row.external_count,
            ),
            (
                len(dossiers),
                sum(dossier.state in submitted for dossier in dossiers),
                sum(dossier.state in submitted[1:] for dossier in dossiers),
                sum(dossier.state == "recognised" for dossier in dossiers),
                *(numbers.count(number) for number in (1, 2, 3)),
                0,
                *(
                    sum(standing_hand(dossier) == hand for dossier in dossiers)
                    for hand in ("", "council", "external")
                ),
            ),
        )
        self.assertAlmostEqual(row.points, sum(points) / len(points), places=2)

    def test_a_province_sums_all_below(self):
        for group in ("1", "2"):
            rows = self._rows(self.province_officer, group)
            self.assertEqual(
                set(rows),
                {self.province, self.district, self.commune, self.other_district},
            )
            self._assert_sums(rows[self.province], self.dossiers, group)
            below = self._below(self.district, self.commune)
            self._assert_sums(rows[self.district], below, group)
            self._assert_sums(rows[self.commune], self._below(self.commune), group)
        self.assertEqual(
            rows[self.district].direct_count, len(self._below(self.district))
        )

    def test_a_district_sums_its_own(self):
        rows = self._rows(self.officer)
        self.assertEqual(set(rows), {self.district, self.commune})
        self._assert_sums(rows[self.district], self._below(self.district, self.commune))

    def test_a_commune_in_place_of_a_district(self):
        rows = self._rows(self.commune_officer)
        self.assertEqual(set(rows), {self.commune})
        self._assert_sums(rows[self.commune], self._below(self.commune))
        # the district is gone: the commune stands under the province
        self.commune.parent_id = self.province
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self._rows(self.commune_officer)
        self._assert_sums(rows[self.commune], self._below(self.commune))
        self.assertEqual(rows[self.commune].tier, 2)
        self.assertEqual(set(self._rows(self.officer)), {self.district})

    def test_a_row_stays_what_it_is(self):
        """Screens ask for rows once more by their ids."""
        rows = self.env["cds.authority.report"].with_user(self.officer).search([])
        self.assertEqual(len(set(rows.ids)), len(rows))
        before = {row.id: (row.authority_id, row.criterion_id) for row in rows}
        self.env.invalidate_all()
        after = {row.id: (row.authority_id, row.criterion_id) for row in rows}
        self.assertEqual(before, after)

    def test_what_changes_is_seen_at_once(self):
        dossier = self._below(self.commune).filtered(lambda d: d.state != "recognised")
        before = self._rows(self.officer)[self.commune].recognised_count
        dossier[0].state = "recognised"
        self.env.invalidate_all()
        rows = self._rows(self.officer)
        self.assertEqual(rows[self.commune].recognised_count, before + 1)

    def test_a_row_opens_its_results(self):
        row = self._rows(self.officer)[self.district]
        action = row.action_open_results()
        found = self.env["cds.assessment.report"].with_user(self.officer)
        found = found.search(action["domain"])
        self.assertEqual(found.assessment_id, self._below(self.district, self.commune))
        opened = found[0].action_open_assessment()
        self.assertEqual(opened["res_id"], found[0].assessment_id.id)

    # === NOBODY SEES ANOTHER'S NUMBERS === #

    def _let_export(self, user):
        user.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]

    def _results(self, user):
        return self.env["cds.assessment.report"].with_user(user)

    def test_by_search_and_sums(self):
        for user, managers in (
            (self.officer, (self.district, self.commune)),
            (self.commune_officer, (self.commune,)),
            (self.other_officer, (self.other_district,)),
        ):
            mine = self._below(*managers)
            reports = self._results(user)
            domain = [("campaign_id", "=", self.campaign.id)]
            with self.subTest(user.name):
                self.assertEqual(reports.search(domain).assessment_id, mine)
                groups = reports._read_group(
                    domain, ["authority_id"], ["institution_id:count_distinct"]
                )
                self.assertEqual(
                    dict(groups),
                    {manager: len(self._below(manager)) for manager in managers},
                )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_by_id_and_export(self):
        self._let_export(self.officer)
        foreign = self._results(self.other_officer).search([], limit=1)
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).read(["points"])
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).export_data(["points"])
        with self.assertRaises(AccessError):
            foreign.with_user(self.officer).action_open_assessment()
        sums = self._rows(self.province_officer)[self.province]
        with self.assertRaises(AccessError):
            sums.with_user(self.officer).read(["school_count"])
        with self.assertRaises(AccessError):
            sums.with_user(self.officer).action_open_results()

    def test_by_the_export_of_a_list(self):
        """Exporting a list asks by its domain: with one that names all schools."""
        self._let_export(self.other_officer)
        self.authenticate(self.other_officer.login, self.other_officer.login)
        response = self.url_open(
            "/web/export/csv",
            data={
                "data": json.dumps(
                    {
                        "model": "cds.authority.report",
                        "fields": [{"name": "authority_id/name", "label": "A"}],
                        "ids": False,
                        "domain": [("campaign_id", "=", self.campaign.id)],
                        "import_compat": False,
                        "groupby": [],
                    }
                ),
                "csrf_token": Request.csrf_token(self),
            },
        )
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.other_district.name, response.text)
        self.assertNotIn(f'"{self.district.name}"', response.text)
        self.assertNotIn(self.commune.name, response.text)
        self.assertNotIn(self.province.name, response.text)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_schools_have_no_sums(self):
        for user in (self.head, self.secretary, self.contributor, self.plain):
            with self.subTest(user.name), self.assertRaises(AccessError):
                self._rows(user)

    def test_the_summary_of_a_campaign(self):
        action = self.campaign.with_user(self.officer).action_open_summary()
        found = self.env["cds.authority.report"].with_user(self.officer)
        self.assertEqual(
            found.search(action["domain"]).authority_id, self.district | self.commune
        )
        with mute_logger("odoo.addons.base.models.ir_rule"):
            with self.assertRaises(UserError):
                self.campaign.with_user(self.head).action_open_summary()

    def test_companies_stay_apart(self):
        company = self.env["res.company"].create({"name": "Another"})
        away = self._below(self.commune)
        away.institution_id.company_id = company
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self._rows(self.officer)
        self._assert_sums(rows[self.district], self._below(self.district))
        self.assertNotIn(self.commune, rows)
