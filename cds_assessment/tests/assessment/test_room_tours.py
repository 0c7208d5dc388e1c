from lxml import etree

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged

from ..common.cases import CdsCase


class RoomCase(CdsCase, HttpCase):
    """A dossier as full as they get: long names, evidence, somebody for each item."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.contributor | cls.secretary | cls.head
        users.lang = "vi_VN"
        cls.school.name = "Trường Trung học phổ thông Nguyễn Thị Minh Khai"
        cls.contributor.name = "Nguyễn Thị Phương Thảo Nguyên"
        cls.council = cls._create_council("self", cls.school, cls.head, cls.secretary)
        cls.assessment = cls._create_assessment(council_id=cls.council.id)
        cls.assessment.line_ids.assigned_user_ids = [Command.set(cls.contributor.ids)]
        for line in cls.assessment.line_ids[:8]:
            piece = cls._create_evidence(name=f"Paper {line.code}")
            line.with_user(cls.contributor).attach_evidence(piece.ids)

    def _tour(self, name, user):
        path = f"/odoo/cds-assessments/{self.assessment.id}"
        self.start_tour(path, name, login=user.login)
        self.env.invalidate_all()

    def _items(self, count):
        """Count the items in sight, as those who score see them first."""
        for user in (self.secretary, self.contributor):
            with self.subTest(user=user.login):
                self._tour(f"cds_room_{count}", user)

    def _header(self):
        """Scroll, in the states with the fewest and the most buttons."""
        for state in ("self", "approved", "concluded"):
            self.assessment._set_state(state)
            with self.subTest(state):
                self._tour("cds_room_header", self.head)


@tagged("post_install", "-at_install")
class TestRoomAt1366(RoomCase):
    browser_size = "1366x768"

    def test_nine_items(self):
        self._items(9)

    def test_the_header_covers_nothing(self):
        self._header()


@tagged("post_install", "-at_install")
class TestRoomAt1280(RoomCase):
    browser_size = "1280x800"

    def test_ten_items(self):
        self._items(10)

    def test_the_header_covers_nothing(self):
        self._header()


@tagged("post_install", "-at_install")
class TestRoomOnTelephone(RoomCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_the_primary_action_is_in_sight(self):
        self.assessment._set_state("approved")
        self._tour("cds_room_telephone", self.head)


@tagged("post_install", "-at_install")
class TestProvisionalNotice(RoomCase):
    def test_once_for_those_who_can_compare(self):
        self.admin.lang = "vi_VN"
        self._tour("cds_provisional_away", self.admin)
        self._tour("cds_provisional_none", self.secretary)


@tagged("post_install", "-at_install")
class TestTextPanel(RoomCase):
    """The texts of one item after the other, beside the sheet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.assessment.line_ids.filtered(lambda line: line.code == "1.3.1")
        cls.item.with_user(cls.contributor).self_points = 4

    def test_from_item_to_item(self):
        self._tour("cds_panel_texts", self.contributor)
        other = self._line(self.assessment, "1.3.2")
        self.assertEqual(self.item.strengths, "Đủ máy tính")
        self.assertEqual(self.item.plan, "Mua thêm")
        self.assertEqual(other.weaknesses, "Thiếu phần mềm")
        self.assertFalse(other.strengths or self.item.weaknesses)


@tagged("post_install", "-at_install")
class TestTextPanelOnTelephone(TestTextPanel):
    browser_size = "360x740"
    touch_enabled = True

    def test_from_item_to_item(self):
        self._tour("cds_panel_telephone", self.contributor)
        self.assertEqual(self.item.status_quo, "Gõ trên điện thoại")


@tagged("post_install", "-at_install")
class TestAssigning(RoomCase):
    """Many items given to somebody at once, in the sheet."""

    def test_by_criterion_and_by_choice(self):
        self.assessment.line_ids.assigned_user_ids = [Command.clear()]
        self._tour("cds_assign", self.secretary)
        given = self.assessment.line_ids.filtered("assigned_user_ids")
        self.assertEqual(
            given.mapped("code"), ["1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.6.1"]
        )
        self.assertEqual(given.assigned_user_ids, self.contributor)
        self.assertEqual(self._line(self.assessment, "1.4").self_points, 3.5)
        self._tour("cds_assign_not", self.contributor)


@tagged("post_install", "-at_install")
class TestScreens(TransactionCase):
    """What every form of the add-on keeps to."""

    def _fields(self):
        views = self.env["ir.ui.view"].search(
            [("model", "=like", "cds.%"), ("type", "=", "form")]
        )
        for view in views:
            for field in etree.fromstring(view.arch).iter("field"):
                yield view, field

    def test_checksums_are_not_on_the_first_screen(self):
        for view, field in self._fields():
            if field.get("name").endswith("sha256"):
                is_away = field.get("optional") == "hide" or any(
                    element.tag == "details"
                    or (element.tag == "page" and element.getprevious() is not None)
                    for element in field.iterancestors()
                )
                with self.subTest(view.name, field=field.get("name")):
                    self.assertTrue(is_away)

    def test_sizes_are_for_people(self):
        for view, field in self._fields():
            if field.get("name") == "size":
                with self.subTest(view.name):
                    self.assertEqual(field.get("widget"), "cds_size")

    def test_no_action_of_another_state_keeps_a_place(self):
        """A button that only draws nothing leaves a hole in a telephone's menu, and
        takes the place of the primary one.
        """
        views = self.env["ir.ui.view"].search(
            [("arch_db", "ilike", "cds_action"), ("type", "=", "form")]
        )
        self.assertTrue(views)
        for view in views:
            for widget in etree.fromstring(view.arch).iter("widget"):
                if widget.get("name") == "cds_action":
                    action = widget.get("action")
                    with self.subTest(view.name, action=action):
                        self.assertTrue(widget.get("invisible"))
