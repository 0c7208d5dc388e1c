import csv
import io
import re
from urllib.parse import quote

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from ...controllers.public import HEADERS
from ...models.recognition.cds_publication_line import PUBLIC
from ..common.recognition import RecognitionCase

BUDGET = 100 * 1024
HOSTILE = (
    "' OR 1=1 --",
    "%",
    "_",
    "\\",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "t-out",
    "\x01\x7f",
    "́" * 50,
    "a" * 5000,
    "\U0001f600",
)


class PublicCase(RecognitionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.write(
            {
                "name": "Trường Tiểu học Cao Minh Đông",
                "school_level_id": cls.env.ref(
                    "cds_assessment.school_level_primary"
                ).id,
                "locality": "Xã Cao Minh",
            }
        )
        second = cls._create_institution(
            "Trường THCS Đông Phương",
            parent_id=cls.district.id,
            school_level_id=cls.env.ref(
                "cds_assessment.school_level_lower_secondary"
            ).id,
            ownership="private",
        )
        cls.second = cls._create_reviewed(second, (60, 40))

    def _get(self, url, **parameters):
        """Ask as a stranger does, without a session."""
        self.env.flush_all()
        return self.opener.get(
            self.base_url() + url, params=parameters, timeout=30, allow_redirects=False
        )

    def _text(self, response):
        tree = html.fromstring(response.content)
        for style in tree.iter("style"):
            style.text = ""
        return " ".join(tree.text_content().split())

    def _names(self, response):
        tree = html.fromstring(response.content)
        return [cell.text_content() for cell in tree.xpath("//tbody/tr/td[2]")]


@tagged("post_install", "-at_install")
class TestCertificateCheck(PublicCase):
    def _check(self, token):
        return self._get(f"/cds/c/{token}")

    def test_a_valid_one(self):
        certificate = self._issue()[0]
        response = self._check(certificate.token)
        self.assertEqual(response.status_code, 200)
        text = self._text(response)
        for words in (
            "Giấy chứng nhận có giá trị",
            certificate.institution_name,
            "2023-2024",
            "Mức độ",
            "57/QĐ-PGDĐT, ngày 15/05/2024",
            certificate.number,
            "District",
        ):
            self.assertIn(words, text)

    def test_a_withdrawn_one_without_the_reason(self):
        certificate = self._issue()[0]
        with freeze_time("2024-06-03"):
            self._withdraw(certificate, reason="Secret reason")
        response = self._check(certificate.token)
        self.assertEqual(response.status_code, 200)
        text = self._text(response)
        self.assertIn("Đã bị thu hồi ngày 03/06/2024", text)
        self.assertNotIn("có giá trị", text)
        self.assertNotIn("Secret", response.text)

    def test_an_expired_one(self):
        certificate = self._issue(self._draft(valid_until="2024-12-31"))[0]
        text = self._text(self._check(certificate.token))
        self.assertIn("Đã hết giá trị sau ngày 31/12/2024", text)

    def test_what_is_unknown_is_always_the_same(self):
        draft = self._draft()
        known = self._issue(draft)[0]
        other = self._create_reviewed(self._create_schools(1))
        unissued = self._draft(decision_number="2/QĐ").certificate_ids
        self.assertEqual(unissued.assessment_id, other)
        pages = set()
        for token in (
            "x",
            "A" * 22,
            known.token[:-1],
            known.token.swapcase(),
            known.token + "%00",
            known.token + "/",
            quote("' OR token_key IS NOT NULL --"),
            "..%2f..%2fweb",
            "%00",
            "%ff%fe",
            "None",
            "False",
            str(unissued.id),
            "a" * 3000,
            "",
        ):
            with self.subTest(token[:40]):
                response = self._check(token)
                self.assertEqual(response.status_code, 404)
                pages.add(response.text)
        self.assertEqual(len(pages), 1)

    def test_headers(self):
        certificate = self._issue()[0]
        for token in (certificate.token, "unknown"):
            response = self._check(token)
            for name, value in HEADERS.items():
                self.assertEqual(response.headers[name], value)
            self.assertIn("noindex", response.headers["X-Robots-Tag"])
            self.assertNotIn("Set-Cookie", response.headers)

    @mute_logger("odoo.http")
    def test_other_methods(self):
        certificate = self._issue()[0]
        self.env.flush_all()
        for url in (f"/cds/c/{certificate.token}", "/cds/results", "/cds/results/x"):
            for method in ("POST", "PUT", "DELETE", "PATCH"):
                with self.subTest(url, method=method):
                    response = self.opener.request(method, self.base_url() + url)
                    self.assertEqual(response.status_code, 405)

    def test_no_name_of_a_person(self):
        certificate = self._issue(self._draft(signer_name="Signer of the Decision"))[0]
        text = self._check(certificate.token).text
        for user in self.env["res.users"].with_context(active_test=False).search([]):
            self.assertNotIn(user.name, text)
        self.assertNotIn("Signer of the Decision", text)


@tagged("post_install", "-at_install")
class TestPublishedResults(PublicCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.certificates = cls._issue()
        cls.publication = cls._publish()
        cls.url = f"/cds/results/{cls.publication.slug}"

    def test_publishing_moves_the_dossiers_on(self):
        self.assertEqual(self.dossier.state, "published")
        self.assertEqual(self.second.state, "published")
        self.assertEqual(len(self.publication.line_ids), 2)

    def test_the_list(self):
        response = self._get("/cds/results")
        self.assertEqual(response.status_code, 200)
        self.assertIn(self.publication.name, self._text(response))
        self.assertIn(self.url, response.text)

    def test_the_results(self):
        response = self._get(self.url)
        self.assertEqual(response.status_code, 200)
        text = self._text(response)
        for words in (
            "Trường Tiểu học Cao Minh Đông",
            "Tiểu học, Công lập, Xã Cao Minh",
            "Mức độ 2",
            "60/100 điểm",
            "100/100 điểm",
            "57/QĐ-PGDĐT",
            "15/05/2024",
            "Từ 50 đến 75 điểm",
            "Trên 75 đến 100 điểm",
            "Dưới 50 điểm",
        ):
            with self.subTest(words):
                self.assertIn(words, text)

    def test_search_and_filters(self):
        cao_minh = "Trường Tiểu học Cao Minh Đông"
        dong_phuong = "Trường THCS Đông Phương"
        for parameters, expected in (
            ({"q": "cao minh"}, [cao_minh]),
            ({"q": "DONG  phuong"}, [dong_phuong]),
            ({"q": "Đông Phương"}, [dong_phuong]),
            ({"q": "truong"}, [dong_phuong, cao_minh]),
            ({"level": "1:3"}, [dong_phuong]),
            ({"level": "1:2"}, [cao_minh]),
            ({"level": "1:1"}, []),
            ({"kind": "c:Tiểu học"}, [cao_minh]),
            ({"kind": "o:Ngoài công lập"}, [dong_phuong]),
            ({"kind": "o:Công lập", "level": "1:3"}, []),
        ):
            with self.subTest(parameters):
                response = self._get(self.url, **parameters)
                self.assertEqual(self._names(response), expected)

    def test_hostile_parameters(self):
        for text in HOSTILE:
            for name in ("q", "level", "kind", "page", "other", "content"):
                with self.subTest(text[:30], name=name):
                    response = self._get(self.url, **{name: text})
                    self.assertEqual(response.status_code, 200)
                    self.assertNotIn("<script", response.text)
                    self.assertNotIn("<img", response.text)
                    self.assertLess(len(response.content), BUDGET)

    def test_hostile_addresses(self):
        for text in (*HOSTILE[:8], "%00", "..", str(self.publication.id)):
            with self.subTest(text):
                response = self._get(f"/cds/results/{quote(text)}")
                self.assertEqual(response.status_code, 404)

    def test_page_numbers(self):
        for page in ("0", "-1", "2", "999999999", "9" * 400, "x", "1e9", "²", "١"):
            with self.subTest(page[:20]):
                response = self._get(self.url, page=page)
                self.assertEqual(len(self._names(response)), 2)

    def test_a_thousand_schools_stay_within_the_budget(self):
        line = self.publication.line_ids[0]
        values = line.sudo().copy_data()[0]
        self.publication.line_ids.sudo().create(
            [
                {
                    **values,
                    "name": f"Trường Tiểu học và Trung học cơ sở Nguyễn Bỉnh Khiêm {n}",
                    "locality": "Xã Nguyễn Bỉnh Khiêm, thành phố Hải Phòng",
                    "sequence": n,
                    "certificate_id": line.certificate_id.id,
                    "publication_id": self.publication.id,
                }
                for n in range(998)
            ]
        )
        seen = []
        for page in range(1, 11):
            response = self._get(self.url, page=page)
            self.assertLess(len(response.content), BUDGET)
            names = self._names(response)
            self.assertEqual(len(names), 100)
            seen += names
        self.assertEqual(len(set(seen)), 1000)
        self.assertEqual(self._names(self._get(self.url, page=11)), seen[-100:])
        links = re.findall(r'href="[^"]*\?([^"]*)"', response.text)
        self.assertIn("page=9", links)

    def test_csv(self):
        self.publication.line_ids[0].sudo().write({"name": "=cmd|' /C calc'!A0"})
        response = self._get(f"{self.url}/ket-qua.csv")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"\xef\xbb\xbf"))
        self.assertIn("text/csv", response.headers["Content-Type"])
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        self.assertEqual(len(rows), 3)
        self.assertEqual(rows[1][0], "'=cmd|' /C calc'!A0")
        self.assertEqual(rows[2][0], "Trường Tiểu học Cao Minh Đông")
        self.assertEqual(rows[2][5:8], ["60", "100", "Mức độ 2"])
        self.assertEqual({len(row) for row in rows}, {12})
        filtered = self._get(f"{self.url}/ket-qua.csv", q="cao minh")
        self.assertEqual(len(filtered.content.decode().splitlines()), 2)

    def test_only_the_snapshot_is_shown(self):
        """What happens to the records afterwards does not reach the page."""
        before = self._text(self._get(self.url))
        self.school.write({"name": "Renamed", "locality": "Elsewhere"})
        self.district.name = "Renamed"
        self.campaign.name = "Renamed"
        self.dossier.line_ids[0].final_points = 1
        self.assertEqual(self._text(self._get(self.url)), before)

    def test_no_name_of_a_person_and_no_id(self):
        content = self.env["cds.publication"]._get_public(self.publication.slug)
        self.assertEqual(set(content["rows"][0]), set(PUBLIC))
        texts = self._get(self.url).text + self._get(f"{self.url}/ket-qua.csv").text
        for user in self.env["res.users"].with_context(active_test=False).search([]):
            self.assertNotIn(user.name, texts)
        self.assertNotIn(self.certificates[0].token, texts)

    def test_withdrawn_it_is_gone_at_once_and_comes_back_at_its_address(self):
        self.publication.with_user(self.authority_head).action_withdraw()
        for url in (self.url, f"{self.url}/ket-qua.csv"):
            response = self._get(url)
            self.assertEqual(response.status_code, 404)
            self.assertNotIn("Cao Minh", response.text)
        self.assertNotIn(self.publication.name, self._get("/cds/results").text)
        again = self._publish()
        self.assertEqual(again.slug, self.publication.slug)
        self.assertEqual(len(self._names(self._get(self.url))), 2)

    def test_a_draft_is_not_there(self):
        draft = (
            self.env["cds.publication"]
            .with_user(self.officer)
            .create({"campaign_id": self.campaign.id, "name": "Drafted"})
        )
        self.assertEqual(draft.line_count, 2)
        self.assertNotIn("Drafted", self._get("/cds/results").text)
        with self.assertRaisesRegex(UserError, "already"):
            draft.with_user(self.authority_head).action_publish()

    def test_a_withdrawn_certificate_is_not_shown_any_more(self):
        certificate = self.certificates.filtered(
            lambda c: c.institution_id == self.school
        )
        self._withdraw(certificate)
        response = self._get(self.url)
        self.assertEqual(self._names(response), ["Trường THCS Đông Phương"])
        self.assertNotIn("Cao Minh", response.text)
        self.assertNotIn("Cao Minh", self._get(f"{self.url}/ket-qua.csv").text)

    def test_who_publishes(self):
        draft = (
            self.env["cds.publication"]
            .with_user(self.officer)
            .create({"campaign_id": self.campaign.id})
        )
        with self.assertRaisesRegex(UserError, "role"):
            draft.action_publish()
        with self.assertRaisesRegex(UserError, "role"):
            self.publication.with_user(self.officer).action_withdraw()
        for vals in ({"state": "published"}, {"slug": "x"}, {"line_ids": [(5,)]}):
            with self.subTest(vals), self.assertRaises(UserError):
                draft.write(vals)
        with self.assertRaises(UserError):
            self.publication.with_user(self.authority_head).name = "Another"
        with self.assertRaises(UserError):
            self.publication.with_user(self.authority_head).unlink()

    @mute_logger("odoo.http")
    def test_the_preview_is_for_those_who_prepare_it(self):
        draft = (
            self.env["cds.publication"]
            .with_user(self.officer)
            .create({"campaign_id": self.campaign.id})
        )
        url = draft.action_open_public()["url"]
        self.assertIn(self._get(url).status_code, (302, 303))
        for user, status in (
            (self.officer, 200),
            (self.head, 403),
            (self.other_head, 403),
        ):
            with self.subTest(user.login):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.url_open(url).status_code, status)
