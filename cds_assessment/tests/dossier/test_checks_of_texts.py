import hashlib
import io
from dataclasses import replace
from decimal import Decimal

from odoo.tests import tagged

from ...models.dossier.checks import (
    CHECKS,
    figures,
    files,
    texts,
)
from ...models.dossier.checks.dossier import (
    Figure,
    StoredFile,
)
from .test_checks import HERE, CheckCase, item, paper, text, use


@tagged("post_install", "-at_install")
class TestTextChecks(CheckCase):
    def _schools(self, words, own="Trường THPT Quốc Tuấn", **vals):
        found = self._find(
            texts.text_names_another_school,
            own_names=(own,),
            texts=(text(words, **vals),),
        )
        return [sentence for _severity, sentence in found]

    def test_the_report_of_two_schools(self):
        """A real report of Quốc Tuấn, copied from one of Tân Trào."""
        said = (
            "Trường THPT Tân Trào đã tiến hành tự đánh giá, mức độ chuyển đối số trong "
            "nhà trường theo quy định.\n"
            "Quyết định số 18/QĐ-TTr, ngày 20 tháng 8 năm 2022 về thành lập Ban chỉ "
            "đạo chuyển đổi số trường THPT Quốc Tuấn;\n"
            "thực hiện công tác  trường THPT Quốc Tuấn  đến năm 2025"
        )
        found = self._find(texts.text_names_another_school, texts=(text(said),))
        self._assert_one(found, "warning", "“Trường THPT Tân Trào”", "Báo cáo")
        self.assertNotIn("Quốc Tuấn", found[0][1])
        self.assertTrue(self._schools(said, own="Trường THPT Tân Trào"))

    def test_the_own_name_however_it_is_written(self):
        own = "Trường Tiểu học Hoà Bình"
        for said in (
            "Trường TH Hòa Bình báo cáo kết quả",
            "HIỆU TRƯỞNG TRƯỜNG TIỂU HỌC HOÀ BÌNH QUYẾT ĐỊNH",
            "trường tiểu học Hoa\u0300 Bi\u0300nh, xã Cao Minh",
            "Trường Mầm non cung cấp mã học sinh",
            "Trường tiểu học đã tổ chức",
            "ban hành Điều lệ Trường tiểu học\nCăn cứ Quyết định số 131/QĐ-TTg",
        ):
            self.assertFalse(self._schools(said, own=own), said)
        own = "Trường TH&THCS Cao Minh"
        said = "Trường Tiểu học và Trung học cơ sở Cao Minh"
        self.assertFalse(self._schools(said, own=own))

    def test_other_schools(self):
        own = "Trường Tiểu học Cao Minh"
        for said in (
            "tại Trường TH Vĩnh An.",
            "Trường Tiểu học Cao Minh A",
            "trường THCS Cao Minh",
            "trường PTDTNT Sơn La",
        ):
            self.assertTrue(self._schools(said, own=own), said)

    def test_names_of_every_kind_are_seen(self):
        """Each is seen where another school's text was copied, none of them as own."""
        levels = ("Tiểu học", "TH", "THCS", "TH&THCS", "Mầm non", "MN", "PTDTBT THCS")
        names = (
            "Cao Minh",
            "số 1 Tân An",
            "Số 2 Tân An",
            "thị trấn Vĩnh Bảo",
            "Thị trấn Tiên Lãng",
            "19/5",
            "8-3",
            "26/3 Cao Minh",
            "Võ Thị Sáu",
            "chuyên Trần Phú",
            "xã Đông Sơn",
            "bán trú Tủa Chùa",
            "Quốc Tuấn 2",
            "K’Nàng",
            "Đắk R'Măng",
            "Phú Thanh",
            "Lý Tự Trọng II",
            "tư thục Hoa Sen",
            "thực hành Sư phạm",
        )
        for level in levels:
            for name in names:
                school = f"Trường {level} {name}"
                for said in (
                    f"Kế hoạch của {school} đã được phê duyệt",
                    f"tại trường {level} {name}, ngày 5 tháng 9",
                ):
                    with self.subTest(said):
                        other = f"Trường {level} Hoà Bình"
                        self.assertTrue(self._schools(said, own=other))
                        self.assertFalse(self._schools(said, own=school))

    def test_names_that_look_alike(self):
        for own, said, is_other in (
            ("Phú Thanh", "Phú Thạnh", True),
            ("Phú Thạnh", "Phú Thanh", True),
            ("K'Nàng", "K’Nàng", False),
            ("Đông Sơn", "Ðông Sơn", False),
            ("Hoà An", "Hòa An", False),
            ("Thuý Lĩnh", "Thúy Lĩnh", False),
            ("Đông Sơn", "xã Đông Sơn", False),
            ("số 1 Tân An", "Số 1 Tân An", False),
            ("số 1 Tân An", "số 2 Tân An", True),
            ("19/5", "8-3", True),
            ("19/5", "19-5", False),
        ):
            with self.subTest(own=own, said=said):
                found = self._schools(
                    f"báo cáo của Trường TH {said} đã nộp", own=f"Trường TH {own}"
                )
                self.assertEqual(bool(found), is_other)

    def test_what_is_no_name(self):
        own = "Trường TH Hoà Bình"
        for said in (
            "trường tiểu học số hoá toàn bộ hồ sơ",
            "trường THCS xã đã được sáp nhập",
            "các trường tiểu học thị trấn đều có mạng",
            "trường tiểu học 20 lớp",
            "trường mầm non công lập và tư thục",
        ):
            with self.subTest(said):
                self.assertFalse(self._schools(said, own=own))

    def test_a_symbol_of_another_unit(self):
        uses = (
            use(number="18/QĐ-TTr"),
            use(number="48/QĐ/THPTQT"),
            use(number="7/TTr-THPTQT"),
            use(number="131/QĐ-TTg", is_own=False),
            use(number="không số"),
        )
        found = self._find(texts.evidence_symbol_of_another_unit, uses=uses)
        self._assert_one(found, "remark", "18/QĐ-TTr", "THPTQT")

    def test_other_school_years(self):
        said = "năm học 2022 - 2023, năm học\xa02023-2024, giai đoạn 2020-2025"
        rule = texts.text_of_another_year
        self.assertFalse(self._find(rule, texts=(text(said),)))
        found = self._find(rule, texts=(text("so với năm học 2021-2022"),))
        self._assert_one(found, "remark", "2021-2022")
        found = self._find(rule, texts=(text("Năm học 2019 – 2020"),))
        self._assert_one(found, "warning", "2019-2020")

    def test_gaps(self):
        for gap in (
            "……",
            "số ........",
            "ngày ___",
            "[…]",
            "xxx",
            "XXXX",
            "{authority}",
            "TODO",
            "Lorem ipsum",
            "<tên trường>",
            "(ghi tên)",
            "cần ghi rõ số",
            "năm 202x",
        ):
            said = (text(f"Nhà trường {gap} đã thực hiện"),)
            found = self._find(texts.text_placeholder, texts=said)
            self._assert_one(found, "blocking", "Báo cáo")
            said = (replace(said[0], kind="item"),)
            found = self._find(texts.text_placeholder, texts=said)
            self._assert_one(found, "warning")

    def test_no_gaps(self):
        for said in (
            "thu - chi không dùng tiền mặt, ... đồng bộ…",
            "tại địa chỉ <https://tsdc.haiphong.edu.vn> để đăng ký",
            "(Ký, ghi rõ họ tên)",
            "tỉ lệ < 5% và > 2%, năm 2023, XX",
        ):
            self.assertFalse(
                self._find(texts.text_placeholder, texts=(text(said),)), said
            )


@tagged("post_install", "-at_install")
class TestFigureChecks(CheckCase):
    SOURCE = (
        "5 buổi tuyên truyền với 29 CBGVNV, 625 học sinh và 625 phụ huynh được tham "
        "gia với hình thức trực tiếp.\n"
        "Có 526 gia đình học sinh có đường truyền Internet, 85 học sinh có máy tính "
        "xách tay, 30 máy tính bảng.\n"
        "Có 01 phòng thực hành Tin học với 20 máy tính đảm bảo 2 HS/máy.\n"
        "có 10 bộ phát modem tại 32 phòng học và các phòng khu hiệu bộ."
    )
    DEVICES = (
        "Hiện tại có 603/623 học sinh có trang thiết bị, phương tiện tham gia học trực "
        "tuyến, trong đó có 30 em được các tổ chức hỗ trợ máy tính bảng."
    )

    def _disagree(self, **vals):
        return self._find(figures.figures_disagree, **vals)

    def test_the_pupils_of_the_real_report(self):
        """625 pupils in one place, 623 in another."""
        said = (
            text(self.SOURCE, where="Báo cáo, mục II.1"),
            text(self.DEVICES, where="Báo cáo, mục II.4"),
        )
        found = self._disagree(texts=said)
        self._assert_one(found, "warning", "625", "623", "mục II.1", "mục II.4")
        profile = {"pupils": Figure("Số học sinh", Decimal(625))}
        found = self._disagree(texts=said[1:], figures=profile)
        self._assert_one(found, "warning", "Số học sinh", "625", "623", "mục II.4")
        self.assertFalse(self._disagree(texts=said[:1], figures=profile))

    def test_items_and_profile(self):
        profile = {
            "teachers": Figure("Số giáo viên", Decimal(23)),
            "pupils": Figure("Số học sinh", None),
        }
        asked = item(figures={"teachers": Decimal(21)})
        found = self._disagree(items=(asked,), figures=profile)
        self._assert_one(found, "warning", "Số giáo viên", "21 in 1.3.1", "23 in ")
        asked = item(figures={"teachers": Decimal(23), "pupils": Decimal(625)})
        self.assertFalse(self._disagree(items=(asked,), figures=profile))

    def test_what_is_the_whole(self):
        for said, expected in (
            ("Trường có 18 lớp, 1.250 học sinh.", {("classes", 18), ("pupils", 1250)}),
            ("tổng số 29 cán bộ, giáo viên, nhân viên", {("people", 29)}),
            (
                "2 cán bộ quản lý, 23 giáo viên, 4 nhân viên",
                {
                    ("managers", 2),
                    ("teachers", 23),
                    ("staff", 4),
                },
            ),
            ("15/23 giáo viên có chứng chỉ", {("teachers", 23)}),
            ("100% giáo viên, 85 học sinh có máy tính", set()),
            ("hơn 600 học sinh, trong đó 30 học sinh, năm 2023 học sinh", set()),
            ("20/40 học sinh lớp 5A; lớp 5 học sinh, 526 gia đình học sinh", set()),
            ("năm học 2022-2023 học sinh, 30 máy tính bảng", set()),
        ):
            found = {(code, int(n)) for code, n, _said in figures.find_wholes(said)}
            self.assertEqual(found, expected, said)

    def test_a_small_part_is_no_contradiction(self):
        profile = {"pupils": Figure("Số học sinh", Decimal(625))}
        said = (text("Khen thưởng 30 học sinh."),)
        self.assertFalse(self._disagree(texts=said, figures=profile))
        said = (text("Toàn trường có 30 học sinh."),)
        self.assertTrue(self._disagree(texts=said, figures=profile))

    def test_what_follows_the_data_or_is_to_come_is_left_alone(self):
        profile = {"pupils": Figure("Số học sinh", Decimal(625))}
        proposed = text(self.DEVICES, is_settled=False)
        planned = text(self.DEVICES, is_account=False)
        self.assertFalse(self._disagree(texts=(proposed, planned), figures=profile))


@tagged("post_install", "-at_install")
class TestFileChecks(CheckCase):
    def _file(self, content, sha256=None):
        def open_it():
            if content is None:
                raise FileNotFoundError
            return io.BytesIO(content)

        digest = hashlib.sha256(content or b"").hexdigest()
        return StoredFile("anh.pdf", sha256 or digest, open_it, HERE)

    def test_lost_and_changed(self):
        rule = files.files_unreadable
        for file, word in (
            (self._file(None), "cannot be read"),
            (self._file(b"x", sha256="0" * 64), "not what it was"),
        ):
            found = self._find(rule, uses=(use(files=(file,)),))
            self._assert_one(found, "blocking", "anh.pdf", word)
            found = self._find(rule, papers=(paper("plan", files=(file,)),))
            self._assert_one(found, "blocking", "anh.pdf", word)
            self.assertFalse(self._find(rule, uses=(use("rejected", files=(file,)),)))
        self.assertFalse(self._find(rule, uses=(use(files=(self._file(b"x"),)),)))
        self.assertTrue(CHECKS["files_unreadable"].is_slow)
