from odoo.exceptions import UserError
from odoo.http import SessionExpiredException
from odoo.tests import tagged, warmup

from ..institution.test_profile import ProfileCase

MOST_QUERIES = 15


@tagged("post_install", "-at_install")
class TestSheetRows(ProfileCase):
    """What the server does when one row of a sheet is saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier = cls._create_dossier("self")
        cls.item = cls.dossier.line_ids[0]

    def _save(self, record, vals, user, specification=None):
        record = record.with_user(user)
        vals = {**vals, "base_stamp": record.stamp}
        [answer] = record.web_save(vals, specification or {"stamp": {}})
        return answer

    def test_a_save_answers_with_the_sums(self):
        answer = self._save(
            self.item,
            {"self_points": 55, "status": "done"},
            self.contributor,
            {"assessment_id": {"fields": {"score_board": {}}}, "stamp": {}},
        )
        board = answer["assessment_id"]["score_board"]
        self.assertEqual(board["groups"][0]["points"], "55")
        self.assertEqual(board["todo"], 2)
        self.assertEqual(answer["stamp"], self.item.stamp)

    def test_a_figure_is_not_written_over_another(self):
        row = self._row("classes")
        stamp = row.stamp
        self._save(row, {"value": 18, "is_known": True}, self.secretary)
        row.with_user(self.secretary).env.flush_all()
        # the moment of a write is that of its transaction, which a test has one of
        self.env.cr.execute(
            "UPDATE cds_profile_value SET write_date = write_date + interval '1 s' "
            "WHERE id = %s",
            [row.id],
        )
        row.invalidate_recordset()
        with self.assertRaisesRegex(UserError, self.secretary.name):
            row.with_user(self.head).write(
                {"value": 19, "is_known": True, "base_stamp": stamp}
            )
        self.assertEqual(row.value, 18)

    def test_nothing_is_saved_in_the_name_of_another(self):
        row = self._row("classes").with_user(self.secretary)
        with self.assertRaises(SessionExpiredException):
            row.with_context(cds_typed_by=self.head.id).web_save({"value": 18}, {})
        row.with_context(cds_typed_by=self.secretary.id).web_save({"value": 18}, {})
        self.assertEqual(row.value, 18)

    def test_figures_typed_one_after_the_other_are_one_note(self):
        before = self.profile.message_ids
        for code, number in (("classes", 18), ("pupils", 600), ("classes", 19)):
            self._save(
                self._row(code), {"value": number, "is_known": True}, self.secretary
            )
        note = self.profile.message_ids - before
        self.assertEqual(len(note), 1)
        self.assertEqual(note.author_id, self.secretary.partner_id)
        for change in ("– → 18", "– → 600", "18 → 19"):
            self.assertIn(change, note.body)
        # a colleague's are a note of their own
        self._save(self._row("pupils"), {"value": 601, "is_known": True}, self.head)
        self.assertEqual(len(self.profile.message_ids - before), 2)
        # and so is what comes from elsewhere
        self.profile.with_user(self.head)._set_figures({"pupils": 602}, "imported", "x")
        self.assertEqual(len(self.profile.message_ids - before), 3)

    def test_my_work_leads_to_the_item(self):
        action = self.item.with_user(self.contributor).action_open_assessment()
        self.assertEqual(action["tag"], "cds_assessment.open_item")
        self.assertEqual(action["params"]["item"], "1.1")
        self.assertEqual(action["params"]["action"]["res_id"], self.dossier.id)

    @warmup
    def test_queries_of_one_row(self):
        """As few whoever saves; `bench/save_row.py` counts among 800,000 rows."""
        sums = {"assessment_id": {"fields": {"score_board": {}, "refusals": {}}}}
        specification = {"self_points": {}, "status": {}, "stamp": {}, **sums}
        item = self.item.with_user(self.secretary)
        stamp = item.stamp
        self.env.flush_all()
        self.env.invalidate_all()
        vals = {"self_points": 55, "status": "done", "base_stamp": stamp}
        with self.assertQueryCount(MOST_QUERIES):
            item.web_save(vals, specification)
            self.env.flush_all()
