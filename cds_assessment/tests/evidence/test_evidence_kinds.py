import io
import struct
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from PIL import Image, ImageDraw
from xlwt.CompoundDoc import XlsDoc

from odoo.exceptions import UserError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import DependencyError, PdfReader

from ...report.dossier.book import _leaf
from ...report.dossier.pages import Binder, _find_shown_box, look_into
from ...report.dossier.plan import PlannedFile
from ...tools.evidence_content import TYPES, ContentError, check_content
from ..common.dossier import DossierCase, make_pdf
from ..common.files import image_bytes, office_bytes, ole_bytes, pdf_bytes, zip_bytes
from ..common.pdf_kinds import (
    HIDDEN,
    LISTED,
    SHOWN,
    file_pdf,
    film_pdf,
    form_pdf,
    layer_pdf,
    link_pdf,
    locked_pdf,
    raw_pdf,
    xfa_pdf,
)

LIMIT = 10**7
PDF_LOGGERS = ("pypdf._reader", "pypdf.generic._data_structures")
PAGE = b"<html><head><meta charset='utf-8'></head><body><p>So 12</p></body></html>"
OVERLOOKED = {
    "a key twice": raw_pdf(page="/MediaBox [0 0 595 842]"),
    "a wrong pointer": raw_pdf(off=-3),
    "a pointer far off": raw_pdf(off=10**6),
    "a mark of text before": raw_pdf(before=b"\xef\xbb\xbf\r\n"),
    "blank lines before": raw_pdf(before=b"\r\n" * 20),
    "a mail's head before": raw_pdf(before=b"Content-Type: x\n" * 50),
    "no last line": raw_pdf().removesuffix(b"%%EOF\n"),
    "half a last line": raw_pdf()[:-3],
    "no end": raw_pdf()[: raw_pdf().index(b"startxref")],
    "more behind": raw_pdf() + b"\r\n" * 300,
}
REMARKS = {
    "form": (
        form_pdf(),
        form_pdf(parent=True),
        form_pdf("/Btn", "/Yes"),
        form_pdf("/Ch", "[(a) (b)]"),
    ),
    "xfa": (xfa_pdf(),),
    "portfolio": (file_pdf("/Collection << /View /D >> " + LISTED),),
    "attached": (
        file_pdf(LISTED),
        file_pdf(page="/Annots [8 0 R]"),
        *map(film_pdf, ("/RichMedia", "/Movie", "/Screen", "/Sound", "/3D")),
    ),
    "layers": (
        layer_pdf(),
        layer_pdf("/BaseState /OFF"),
        layer_pdf("", "/Usage << /Print << /PrintState /OFF >> >>"),
        layer_pdf("", "/Usage << /View << /ViewState /OFF >> >>"),
        layer_pdf("", member="/P /AllOff"),
        layer_pdf("", member="/VE [/Not 6 0 R]"),
    ),
    "": (
        form_pdf(value=""),
        form_pdf("/Btn", "/Off"),
        form_pdf("/Sig", "<< /Type /Sig >>"),
        layer_pdf("/OFF []"),
        layer_pdf("", "/Usage << /Print << /PrintState /ON >> >>"),
        layer_pdf("", member="/P /AnyOn"),
        make_pdf(2),
    ),
}

LINKS = {
    "to its page": link_pdf("/Dest [3 0 R /Fit]"),
    "as an action": link_pdf("/A << /S /GoTo /D [3 0 R /XYZ 0 0 0] >>"),
    "to a name": link_pdf("/A << /S /GoTo /D (a) >>", "(a) [3 0 R /Fit]"),
    "to a name of old": link_pdf("/Dest /a"),
    "to a page that is written out": link_pdf("/Dest [<< /Type /Page >> /Fit]"),
    "to a name that is no page": link_pdf(
        "/Dest (a)", "(a) << /D [<< /Type /Page >> /Fit] >>"
    ),
    "to nothing": link_pdf("/Dest null"),
    "to a name that is missing": link_pdf("/A << /S /GoTo /D (b) >>", "(a) 99 0 R"),
    "to a page that is missing": link_pdf("/Dest [99 0 R /Fit]"),
    "to a page of another sort": link_pdf("/Dest [7 0 R /Fit]", objects=["(a)"]),
    "to a page by its number": link_pdf("/Dest [0 /Fit]"),
    "in a circle": link_pdf("/A 7 0 R", objects=["<< /S /GoTo /D 7 0 R >>"]),
    "into the open": link_pdf("/A << /S /URI /URI (https://example.com) >>"),
}
BOXES = {
    "as is": ("/MediaBox [0 0 595 842]", (0, 0, 595, 842)),
    "none": ("", (0, 0, 612, 792)),
    "nothing": ("/MediaBox null", (0, 0, 612, 792)),
    "of too few numbers": ("/MediaBox [0 0 595]", (0, 0, 612, 792)),
    "of words": ("/MediaBox [(a) 0 0 0]", (0, 0, 612, 792)),
    "empty": ("/MediaBox [0 0 0 842]", (0, 0, 612, 792)),
    "corners exchanged": ("/MediaBox [595 842 0 0]", (0, 0, 595, 842)),
    "cut": ("/MediaBox [0 0 900 900] /CropBox [100 50 695 892]", (100, 50, 695, 892)),
    "cut wider": (
        "/MediaBox [0 0 595 842] /CropBox [-9 -9 999 999]",
        (0, 0, 595, 842),
    ),
    "cut beside": (
        "/MediaBox [0 0 595 842] /CropBox [600 0 900 842]",
        (0, 0, 595, 842),
    ),
    "fractions": ("/MediaBox [0.5 0 595.28 841.89]", (0.5, 0, 595.28, 841.89)),
}


def picture(kind, mode="RGB", color=None, pages=1, **options):
    """Give a picture with a dark bar on a light ground, in several pages."""
    light = {"L": 255, "1": 1, "I;16": 65535, "I": 65535}.get(mode, "white")
    found = []
    for number in range(pages):
        base = Image.new("I" if mode == "I;16" else mode, (60, 80), color or light)
        ImageDraw.Draw(base).rectangle((5, 5, 20 + number * 10, 30), fill=0)
        if mode == "I;16":
            base = base.convert("I;16")
        found.append(base)
    output = io.BytesIO()
    more = {"save_all": True, "append_images": found[1:]} if pages > 1 else {}
    found[0].save(output, kind, **more, **options)
    return output.getvalue()


def stream_bytes(stream, name="Workbook"):
    """Return a whole file of old Office with one stream."""
    output, former = io.BytesIO(), "Workbook".encode("utf-16-le")
    XlsDoc().save(output, stream)
    raw = bytearray(output.getvalue())
    place, written = raw.index(former), name.encode("utf-16-le")
    raw[place : place + 64] = written.ljust(64, b"\0")
    raw[place + 64 : place + 66] = struct.pack("<H", len(written) + 2)
    return bytes(raw)


def planned(name, raw):
    return PlannedFile(f"03/{name}", "", "", name, len(raw), raw)


def bind(name, raw):
    """Bind a file by itself.

    :return: reader, and whether it was bound whole
    """
    file = planned(name, raw)
    pages, _remarks = look_into(file)
    binder = Binder()
    add = binder.add_pdf if file.ending == "pdf" else binder.add_picture
    is_whole = add(file, pages)
    output = io.BytesIO()
    binder._writer.write(output)
    return PdfReader(output), is_whole


def grays(reader, page=0):
    """Give the grays of the first picture of a page."""
    resources = reader.pages[page]["/Resources"]
    image = resources["/XObject"]["/Pic"].get_object()
    return Image.open(io.BytesIO(image._data)).convert("L")


@tagged("post_install", "-at_install")
class TestKindsOfFiles(BaseCase):
    """Files as people have them: what is taken is bound, or said not to be."""

    def _check(self, name, raw):
        return check_content(name, raw, LIMIT)

    def _assert_refused(self, code, name, raw):
        with self.assertRaises(ContentError) as caught:
            self._check(name, raw)
        self.assertEqual(caught.exception.code, code)
        return caught.exception

    @mute_logger(*PDF_LOGGERS)
    def test_faults_that_readers_overlook(self):
        for label, raw in OVERLOOKED.items():
            with self.subTest(label):
                content = self._check("a.pdf", raw)
                self.assertEqual((content.name, content.remarks), ("a.pdf", ()))
                reader, is_whole = bind("a.pdf", raw)
                self.assertTrue(is_whole)
                self.assertIn(SHOWN, reader.pages[0].extract_text())

    @mute_logger(*PDF_LOGGERS)
    def test_a_part_of_a_file_is_no_file(self):
        """A download that broke off is not taken for the whole."""
        whole = make_pdf(3)
        for raw in (raw_pdf(), whole):
            end = raw.index(b"xref")
            for length in range(20, end, 29):
                with self.subTest(length):
                    self._assert_refused("unreadable", "a.pdf", raw[:length])

    def test_what_only_begins_otherwise_is_no_pdf(self):
        for raw in (b"MZ" + raw_pdf(), zip_bytes(a="%PDF-1.4"), ole_bytes() + b"%PDF-"):
            with self.assertRaises(ContentError):
                self._check("a.pdf", raw)

    def test_a_restriction_on_printing_is_no_password(self):
        for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"):
            with self.subTest(algorithm):
                raw = locked_pdf(algorithm)
                self.assertEqual(self._check("a.pdf", raw).remarks, ())
                reader, is_whole = bind("a.pdf", raw)
                self.assertTrue(is_whole)
                self.assertFalse(reader.is_encrypted)
                self.assertIn(SHOWN, reader.pages[0].extract_text())
                locked = locked_pdf(algorithm, "secret")
                self._assert_refused("encrypted", "a.pdf", locked)

    def test_what_pages_do_not_show(self):
        for remark, files in REMARKS.items():
            for number, raw in enumerate(files):
                with self.subTest(remark, number=number):
                    expected = (remark,) if remark else ()
                    self.assertEqual(self._check("a.pdf", raw).remarks, expected)
                    problems = []
                    leaf = _leaf(planned("a.pdf", raw), set(), problems)
                    self.assertEqual(
                        tuple(problem.code for problem in problems), expected
                    )
                    self.assertEqual(not leaf.pages, remark == "layers")
                    self.assertEqual("03/a.pdf" in leaf.note, bool(remark))

    @mute_logger(*PDF_LOGGERS)
    def test_links_within_a_file_cost_no_volume(self):
        """The file is closed when the volume is written, to which its pages belong."""
        for label, raw in LINKS.items():
            with self.subTest(label), TemporaryDirectory() as folder:
                path = Path(folder, "a.pdf")
                path.write_bytes(raw)
                file = PlannedFile("03/a.pdf", path, "", "a.pdf", len(raw))
                binder = Binder()
                self.assertTrue(binder.add_pdf(file, 1))
                binder.number_pages(0)
                binder.add_bookmark("a", 0)
                binder.save(Path(folder, "bound.pdf"), "a")
                page = PdfReader(Path(folder, "bound.pdf")).pages[0]
                self.assertIn(SHOWN, page.extract_text())
                link = page["/Annots"][0]
                self.assertEqual(link["/Border"], [0, 0, 2])
                self.assertEqual(
                    ("/Dest" in link, "/A" in link), (False, label == "into the open")
                )

    @mute_logger(*PDF_LOGGERS)
    def test_a_number_stands_on_the_part_of_a_page_that_is_shown(self):
        for label, (media, shown) in BOXES.items():
            for turned in (0, 90, 180, 270):
                with self.subTest(label, turned=turned):
                    raw = raw_pdf(media=media, page=f"/Rotate {turned}")
                    binder = Binder()
                    binder.add_pdf(planned("a.pdf", raw), 1)
                    binder.number_pages(0)
                    page = binder._writer.pages[0]
                    self.assertEqual(_find_shown_box(page), shown)
                    drawn = page["/Contents"][-1].get_object().get_data().decode()
                    x, y = map(float, drawn.split(" Tm")[0].split()[-2:])
                    self.assertTrue(shown[0] < x < shown[2], drawn)
                    self.assertTrue(shown[1] < y < shown[3], drawn)

    def test_circles_within_a_file(self):
        circle = raw_pdf(
            root="/AcroForm << /Fields [6 0 R] >> /OCProperties << /OCGs [7 0 R] >>",
            objects=[
                "<< /FT /Tx /Kids [6 0 R] >>",
                "<< /Type /OCG /Name (a) /Usage << /Self 7 0 R >> >>",
            ],
            resources="/Properties << /L 7 0 R >>",
        )
        self.assertEqual(self._check("a.pdf", circle).remarks, ())

    @mute_logger(*PDF_LOGGERS)
    def test_one_broken_object_of_many(self):
        """What can be opened is taken, and looked through as far as it goes."""
        for more in (
            {"root": "/AcroForm 99 0 R /OCProperties 98 0 R /Names [1 2]"},
            {"root": "/AcroForm << /Fields [7 99 0 R (a)] >>"},
            {"page": "/Annots [99 0 R 5 (a) null]"},
            {"page": "/Annots (a)"},
            {"root": "/OCProperties << /OCGs [99 0 R 4] /D (a) >>"},
        ):
            with self.subTest(more):
                content = self._check("a.pdf", raw_pdf(**more))
                self.assertEqual(content.remarks, ())

    def test_a_server_without_a_part_for_a_lock(self):
        """It is no fault of the file: it is taken, and goes along beside the volume."""
        raw, problems = locked_pdf("AES-256"), []
        with patch.object(PdfReader, "decrypt", side_effect=DependencyError):
            self.assertEqual(self._check("a.pdf", raw).remarks, ())
            leaf = _leaf(planned("a.pdf", raw), set(), problems)
        self.assertEqual((leaf.pages, problems[0].code), (0, "unreadable"))
        self.assertIn("xem tệp 03/a.pdf", leaf.note)

    def test_scans_of_several_pages(self):
        for compression in ("tiff_lzw", "tiff_deflate", "jpeg", None):
            for ending in ("tif", "tiff"):
                with self.subTest(compression, ending=ending):
                    options = {"compression": compression} if compression else {}
                    raw = picture("TIFF", pages=3, **options)
                    content = self._check(f"a.{ending}", raw)
                    self.assertEqual(content.mimetype, "image/tiff")
                    reader, is_whole = bind(f"a.{ending}", raw)
                    self.assertTrue(is_whole)
                    self.assertEqual(len(reader.pages), 3)
                    bars = [
                        grays(reader, page).crop((0, 10, 60, 11)).histogram()
                        for page in range(3)
                    ]
                    dark = [sum(bar[:60]) for bar in bars]
                    self.assertEqual(dark, sorted(set(dark)), "each page its own")

    def test_a_fax(self):
        raw = picture("TIFF", "1", compression="group4")
        self.assertEqual(self._check("fax.tif", raw).name, "fax.tif")
        reader, is_whole = bind("fax.tif", raw)
        self.assertTrue(is_whole)
        dark, light = grays(reader).getextrema()
        self.assertLess(dark, 40)
        self.assertGreater(light, 215)

    def test_gray_of_many_bits_can_be_read(self):
        for label, kind, mode, light in (
            ("16 bits", "PNG", "I;16", 65535),
            ("16 bits, rather dark", "PNG", "I;16", 40000),
            ("12 bits", "PNG", "I;16", 4095),
            ("8 bits in 16", "PNG", "I;16", 255),
            ("16 bits of a scanner", "TIFF", "I;16", 60000),
            ("32 bits", "TIFF", "I", 65535),
            ("fractions", "TIFF", "F", 1.0),
        ):
            with self.subTest(label):
                ending = "png" if kind == "PNG" else "tif"
                raw = picture(kind, mode, light)
                self._check(f"a.{ending}", raw)
                reader, is_whole = bind(f"a.{ending}", raw)
                self.assertTrue(is_whole)
                found = grays(reader)
                self.assertLess(found.getpixel((10, 15)), 40)
                self.assertGreater(found.getpixel((50, 70)), 140)

    def test_an_even_page_stays_as_it_is(self):
        """A blank white sheet has no range of its own."""
        output = io.BytesIO()
        Image.new("I", (20, 20), 65000).convert("I;16").save(output, "PNG")
        reader, _is_whole = bind("a.png", output.getvalue())
        self.assertGreater(grays(reader).getextrema()[0], 245)

    def test_a_moving_picture(self):
        raw = picture("GIF", "L", pages=3)
        self.assertEqual(self._check("a.gif", raw).remarks, ("moving",))
        self.assertEqual(len(bind("a.gif", raw)[0].pages), 1)
        self.assertEqual(self._check("a.gif", picture("GIF", "L")).remarks, ())
        for kind in ("PNG", "WEBP"):
            raw, name = picture(kind, pages=3), f"a.{kind.lower()}"
            self.assertEqual(self._check(name, raw).remarks, ("moving",))
            self.assertEqual(len(bind(name, raw)[0].pages), 1)
            self.assertEqual(self._check(name, picture(kind)).remarks, ())

    def test_what_messengers_save(self):
        raw = picture("WEBP")
        self.assertEqual(self._check("anh.webp", raw).mimetype, "image/webp")
        reader, is_whole = bind("anh.webp", raw)
        self.assertTrue(is_whole)
        self.assertLess(grays(reader).getpixel((10, 15)), 40)
        self._assert_refused("unreadable", "anh.webp", raw[: len(raw) // 2])

    def test_a_part_of_a_photograph_is_no_photograph(self):
        """A phone that lost the network leaves a picture whose foot is gray."""
        noise = Image.effect_noise((400, 300), 90)
        for mode in ("L", "RGB", "CMYK"):
            output = io.BytesIO()
            noise.convert(mode).save(output, "JPEG")
            raw = output.getvalue()
            self.assertEqual(self._check("a.jpg", raw).remarks, ())
            for share in (0.2, 0.5, 0.9, 0.99):
                with self.subTest(mode, share=share):
                    half = raw[: int(len(raw) * share)]
                    self._assert_refused("unreadable", "a.jpg", half)
                    self.assertFalse(look_into(planned("a.jpg", half))[0])

    def test_a_photograph_of_too_many_dots(self):
        output = io.BytesIO()
        Image.new("L", (16320, 12240), 255).save(output, "JPEG")
        self._assert_refused("too_fine", "a.jpg", output.getvalue())

    def test_oddities_of_a_picture_stay_out_of_the_log(self):
        """Of some the library complains, and opens them as every reader does."""
        output = io.BytesIO()
        exif = Image.Exif()
        exif[0x010E] = "mô tả"
        Image.new("RGB", (60, 80)).save(output, "JPEG", exif=exif)
        broken = output.getvalue().replace(exif.tobytes()[6:], exif.tobytes()[6:16], 1)
        with warnings.catch_warnings(record=True) as caught:
            self._check("a.jpg", broken)
        self.assertFalse(caught)

    def test_what_is_clear_in_a_picture_is_white_on_paper(self):
        for mode, clear in (
            ("RGB", (255, 0, 0)),
            ("L", 0),
            ("P", 0),
            ("LA", None),
            ("RGBA", None),
        ):
            with self.subTest(mode):
                ground = {"LA": (0, 0), "RGBA": (0, 0, 0, 0), "P": 0}.get(mode, clear)
                output = io.BytesIO()
                options = {} if clear is None else {"transparency": clear}
                Image.new(mode, (40, 40), ground).save(output, "PNG", **options)
                found = grays(bind("a.png", output.getvalue())[0])
                self.assertGreater(found.getextrema()[0], 245)

    def test_a_seal_stays_red(self):
        """Thin red on white, as seals and signatures are."""
        drawn = Image.new("RGB", (60, 80), "white")
        for line in range(0, 80, 4):
            ImageDraw.Draw(drawn).line((0, line, 60, line), fill="red")
        output = io.BytesIO()
        drawn.save(output, "PNG")
        reader, _is_whole = bind("a.png", output.getvalue())
        image = reader.pages[0]["/Resources"]["/XObject"]["/Pic"].get_object()
        found = Image.open(io.BytesIO(image._data)).convert("RGB")
        red, green, blue = found.getpixel((30, 40))
        self.assertGreater(red, 200)
        self.assertLess(max(green, blue), 90)

    def test_what_a_browser_calls_a_jpeg(self):
        raw = image_bytes("JPEG")
        content = self._check("anh.jfif", raw)
        self.assertEqual(content.mimetype, "image/jpeg")
        self.assertTrue(bind("anh.jfif", raw)[1])

    def test_harmless_kinds_are_taken_as_what_they_are(self):
        rich = rb"{\rtf1\ansi{\fonttbl{\f0 Times;}} So 12}"
        for name, raw, taken in (
            ("a.doc", rich, "a.rtf"),
            ("a.docx", rich, "a.rtf"),
            ("a.xls", office_bytes("xl"), "a.xlsx"),
            ("a.doc", office_bytes("word"), "a.docx"),
            ("a.ppt", office_bytes("ppt"), "a.pptx"),
            ("a.xlsx", ole_bytes("Workbook"), "a.xls"),
            ("a.docx", ole_bytes("WordDocument"), "a.doc"),
            ("a.docx", office_bytes("xl"), "a.xlsx"),
            ("a.ods", zip_bytes(mimetype=TYPES["odt"]), "a.odt"),
            ("A.B.PNG", image_bytes("JPEG"), "A.B.jpg"),
            ("a.jpg", image_bytes("PNG"), "a.png"),
            ("a.zip", office_bytes("word"), "a.zip"),
        ):
            with self.subTest(name, taken=taken):
                content = self._check(name, raw)
                ending = taken.rpartition(".")[2]
                self.assertEqual(
                    (content.name, content.mimetype), (taken, TYPES[ending])
                )

    def test_what_is_saved_otherwise_first(self):
        phone = b"\x00\x00\x00\x18ftyp%smif1" + bytes(40)
        word = b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>"
        wide = b"\xff\xfe" + PAGE.decode().encode("utf-16-le")
        for code, files in {
            "heic": [
                (name, phone % brand)
                for name in ("a.jpg", "a.heic", "a.png", "a.mp4")
                for brand in (b"heic", b"mif1", b"heix")
            ],
            "archive": [
                ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40)),
                ("a.zip", b"Rar!\x1a\x07\x00" + bytes(40)),
                ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
            ],
            "web": [
                ("a.doc", PAGE),
                ("a.xls", PAGE),
                ("a.xls", b"\xef\xbb\xbf\n<table border=1><tr><td>1</table>"),
                ("a.xls", wide),
                ("a.doc", word),
                ("a.doc", b"<?xml version='1.0'?><w:wordDocument/>"),
            ],
            "text": [("a.xls", b"Ma\tTen\n1\tA\n"), ("a.doc", "Số 12".encode())],
            "other": [("a.pdf", image_bytes()), ("a.png", pdf_bytes())],
            "mismatch": [("a.pdf", b"MZ" + bytes(50)), ("a.doc", bytes(50))],
        }.items():
            for name, raw in files:
                with self.subTest(code, name=name):
                    self._assert_refused(code, name, raw)

    def test_passwords_of_old_office(self):
        """Of a workbook it cannot be told whose password it is: it is remarked on."""
        start = struct.pack("<HH4x", 0x0809, 4)
        locked = struct.pack("<HH6x", 0x002F, 6)
        content = self._check("a.xls", stream_bytes(start + locked))
        self.assertEqual(content.remarks, ("password",))
        self.assertEqual(self._check("a.xls", stream_bytes(start)).remarks, ())
        for flag, is_locked in ((0x01, True), (0x10, False)):
            head = b"\xec\xa5" + bytes(9) + bytes((flag,)) + bytes(20)
            raw = stream_bytes(head, "WordDocument")
            if is_locked:
                self._assert_refused("encrypted", "a.doc", raw)
            else:
                self.assertEqual(self._check("a.doc", raw).name, "a.doc")

    def test_passwords_of_office(self):
        for name in ("a.docx", "a.xlsx", "a.pptx", "a.doc"):
            with self.subTest(name):
                self._assert_refused("encrypted", name, ole_bytes("EncryptedPackage"))
        text = zip_bytes(
            **{"mimetype": TYPES["odt"], "META-INF__manifest.xml": "<encryption-data/>"}
        )
        self._assert_refused("encrypted", "a.odt", text)


@tagged("post_install", "-at_install")
class TestKindsInADossier(DossierCase):
    """What a volume leaves out is said at upload, and in the dossier."""

    def test_said_at_upload_and_in_the_dossier(self):
        form = self._attach("Phiếu", [("phieu.pdf", form_pdf())])
        self._attach("Bộ", [("bo.pdf", file_pdf("/Collection << >> " + LISTED))])
        layered = self._attach("Lớp", [("lop.pdf", layer_pdf())])
        self._attach("Quét", [("quet.tif", picture("TIFF", pages=3))])
        self._attach("Khoá", [("khoa.pdf", locked_pdf("AES-256"))])
        self._attach("Bảng", [("bang.xls", office_bytes("xl"))])
        row = form.evidence_id.file_ids
        self.assertEqual(row.remarks, "form")
        self.assertIn("filled-in form", row.remark)
        self.assertIn("hidden layers", layered.evidence_id.file_ids.remark)
        job = self._build()
        with self._open(job) as archive:
            told = archive.read("DOC-TRUOC.txt").decode()
            names = archive.namelist()
        for words in ("phieu.pdf” là biểu mẫu", "bo.pdf” là bộ", "lop.pdf” có lớp ẩn"):
            self.assertIn(words, told)
        self.assertNotIn("khoa.pdf", told)
        self.assertTrue(any(name.endswith("Bang.xlsx") for name in names))
        pages = [page.extract_text() for page in self._book(job).pages]
        self.assertFalse([text for text in pages if HIDDEN in text])
        # the form, the cover of the portfolio and the one with an owner's password
        self.assertEqual(len([text for text in pages if SHOWN in text]), 3)
        self.assertTrue(any("3 trang" in text for text in pages))

    def test_the_answer_to_an_upload(self):
        line = self.dossier.line_ids[0].with_user(self.contributor)
        use, is_known = line._attach_file("phieu.pdf", form_pdf())
        self.assertFalse(is_known)
        answer = line._describe_attached("phieu.pdf", use, "")
        self.assertEqual(answer["status"], "ok")
        self.assertIn(use.code, answer["message"])
        self.assertIn("filled-in form", answer["message"])
        (piece,) = line.get_evidence()
        self.assertIn("filled-in form", piece["files"][0]["remark"])

    @mute_logger(*PDF_LOGGERS)
    def test_signed_scans_go_by_the_same_rules(self):
        paper = self._issue("council_decision")
        for name, raw in (
            ("scan.pdf", OVERLOOKED["a wrong pointer"]),
            ("scan.pdf", locked_pdf("AES-128")),
            ("scan.tif", picture("TIFF", pages=2)),
        ):
            paper._sign(raw, name)
            self.assertEqual((paper.state, paper.scan_name), ("signed", name))
        with self.assertRaisesRegex(UserError, "with a password"):
            paper._sign(locked_pdf("AES-128", "1"), "scan.pdf")

    def test_sentences_say_what_to_do(self):
        check = self.env["cds.remarked"]._check_content
        for name, raw, words in (
            ("a.doc", PAGE, "web page.*Save As"),
            ("a.jpg", b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC.*JPEG"),
            ("a.rar", b"Rar!\x1a\x07\x00" + bytes(40), "archive.*ZIP"),
            ("a.pdf", image_bytes(), r"“\.png”"),
            ("a.docx", ole_bytes("EncryptedPackage"), "with a password"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, words):
                check(name, raw)
