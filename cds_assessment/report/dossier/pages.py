"""Pages of bound PDFs: reading what others made, pictures, page numbers."""

import contextlib
import io
import logging

from odoo.tools.pdf import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfReader,
    PdfWriter,
)

from ...tools import pdf_file, picture_file

_logger = logging.getLogger(__name__)

MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
# What fits on the page at 300 dots an inch; more takes memory and shows nothing.
MOST_PIXELS = (2480, 3508)
# What readers take a page for that does not say how large it is: a letter.
LETTER = (0.0, 0.0, 612.0, 792.0)
MARGIN = 20 * MILLIMETRE
NUMBER_FONT = NameObject("/CdsNumber")


@contextlib.contextmanager
def opened(file):
    """Open a planned file.

    :param file: ``plan.PlannedFile``
    """
    if file.raw is not None:
        yield io.BytesIO(file.raw)
        return
    with open(file.source, "rb") as source:
        yield source


def look_into(file):
    """Return how a PDF or a picture can be bound, without reading the whole of it.

    :return: its number of pages, 0 for one that cannot be read; and the remarks of
        ``pdf_file`` and ``picture_file`` on what these pages do not show
    """
    try:
        with opened(file) as source:
            if file.ending == "pdf":
                reader = pdf_file.open_pdf(source)
                return len(reader.pages), pdf_file.find_remarks(reader)
            with picture_file.open_picture(source) as picture:
                pages = picture_file.count_pages(picture)
                remarks = picture_file.find_remarks(picture)
                picture_file.check_picture(picture)
                return pages, remarks
    except Exception:  # pylint: disable=broad-except
        # The library raises whatever a broken file makes it stumble over.
        return 0, ()


class Binder:
    """A PDF that grows page by page."""

    def __init__(self):
        self._writer = PdfWriter()
        self._readers = []  # kept: the library knows objects by where they come from
        self._font = None

    def __len__(self):
        return len(self._writer.pages)

    def add_pdf(self, file, count):
        """Add a PDF, blank pages in the place of those that cannot be read.

        :param count: how many pages it has: the table of contents stands by it
        :return: whether all of it could be read
        """
        start = len(self)
        try:
            with opened(file) as source:
                if not hasattr(PdfWriter, "append"):
                    # an older library reads objects when it writes them
                    source = io.BytesIO(source.read())
                reader = pdf_file.open_pdf(source)
                for index in range(count):
                    pdf_file.cut_links(reader.pages[index])
                self._add_reader(reader, count)
        except Exception:  # pylint: disable=broad-except
            _logger.info("%s is bound in part.", file.label, exc_info=True)
        is_whole = len(self) == start + count
        while len(self) < start + count:
            self._writer.add_blank_page(*A4)
        return is_whole

    def add_pages(self, content):
        """Add the pages of a PDF of ours, from its bytes."""
        reader = PdfReader(io.BytesIO(content))
        self._add_reader(reader, len(reader.pages))

    def add_page_of(self, reader, index):
        """Add one page of a PDF of ours."""
        self._readers.append(reader)
        self._writer.add_page(reader.pages[index])

    def _add_reader(self, reader, count):
        self._readers.append(reader)
        for index in range(count):
            self._writer.add_page(reader.pages[index])

    def add_picture(self, file, count=1):
        """Add a picture, each of its pages on one of A4.

        :param count: how many pages it has: the table of contents stands by it
        :return: whether all of it could be read
        """
        return all([self._add_picture_page(file, index) for index in range(count)])

    def _add_picture_page(self, file, index):
        page = self._writer.add_blank_page(*A4)
        try:
            with opened(file) as source:
                content, size, is_gray = _as_jpeg(source, index)
        except Exception:  # pylint: disable=broad-except
            _logger.info("%s is bound in part.", file.label, exc_info=True)
            return False
        width, height = size
        room = [side - 2 * MARGIN for side in A4]
        # none is drawn larger than at 72 dots an inch
        scale = min(room[0] / width, room[1] / height, 1)
        left, bottom = (
            (side - scale * length) / 2 for side, length in zip(A4, size, strict=True)
        )
        image = _stream(content)
        image.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(width),
                NameObject("/Height"): NumberObject(height),
                NameObject("/BitsPerComponent"): NumberObject(8),
                NameObject("/ColorSpace"): NameObject(
                    "/DeviceGray" if is_gray else "/DeviceRGB"
                ),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        objects = DictionaryObject(
            {NameObject("/Pic"): self._writer._add_object(image)}
        )
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/XObject"): objects}
        )
        drawing = (
            f"q {scale * width:.2f} 0 0 {scale * height:.2f} {left:.2f} {bottom:.2f} "
            "cm /Pic Do Q"
        )
        page[NameObject("/Contents")] = self._writer._add_object(
            _stream(drawing.encode())
        )
        return True

    def number_pages(self, first):
        """Write the page's number at the foot of each page from one on.

        Streams are added before and behind what is on the page, which is not read.

        :param first: index of the first page that bears its number
        """
        for index, page in enumerate(self._writer.pages):
            if index >= first:
                self._write_number(page, index + 1)

    def _write_number(self, page, number):
        if self._font is None:
            font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Times-Roman"}
            self._font = self._writer._add_object(
                DictionaryObject(
                    {NameObject(key): NameObject(value) for key, value in font.items()}
                )
            )
        resources = _own_dictionary(page, "/Resources")
        _own_dictionary(resources, "/Font")[NUMBER_FONT] = self._font
        matrix = " ".join(f"{value:.2f}" for value in _corner(page))
        drawing = (
            f"\nQ q BT {matrix} Tm {NUMBER_FONT} 10 Tf 0.25 g ({number}) Tj ET Q\n"
        )
        before, behind = (
            self._writer._add_object(_stream(content))
            for content in (b"q\n", drawing.encode())
        )
        page[NameObject("/Contents")] = ArrayObject([before, *_contents(page), behind])

    def add_bookmark(self, title, index, parent=None):
        """Add a bookmark.

        :param index: of the page that it leads to
        :param parent: what this returned for the bookmark above
        """
        return self._writer.add_outline_item(
            title=title, page_number=index, parent=parent
        )

    def save(self, path, title):
        """Write the PDF to the disk.

        :param title: what readers show in their window's title
        """
        self._writer.add_metadata({"/Title": title})
        with open(path, "wb") as target:
            self._writer.write(target)


def _stream(content):
    stream = DecodedStreamObject()
    stream.set_data(content)
    return stream


def _own_dictionary(holder, key):
    """Return a dictionary below another one, made where there is none."""
    if key not in holder or not isinstance(holder[key], DictionaryObject):
        holder[NameObject(key)] = DictionaryObject()
    return holder[key]


def _contents(page):
    """Give the streams of a page, as they are referred to."""
    if "/Contents" not in page:
        return []
    contents = page["/Contents"]
    if isinstance(contents, ArrayObject):
        return list(contents)
    if not isinstance(contents, DictionaryObject):
        return []
    return [page.raw_get("/Contents")]


def _corner(page):
    """Return the matrix that writes near the right of the foot as the page is shown."""
    left, bottom, right, top = _find_shown_box(page)
    turned = int(page["/Rotate"]) % 360 if "/Rotate" in page else 0
    width = top - bottom if turned in (90, 270) else right - left
    across, up = width - 20 * MILLIMETRE, 9 * MILLIMETRE
    return {
        90: (0, 1, -1, 0, right - up, bottom + across),
        180: (-1, 0, 0, -1, right - across, top - up),
        270: (0, -1, 1, 0, left + up, top - across),
    }.get(turned, (1, 0, 0, 1, left + across, bottom + up))


def _find_shown_box(page):
    """Return the part of a page that readers show: left, bottom, right, top."""
    media = _find_box(page, "/MediaBox") or LETTER
    crop = _find_box(page, "/CropBox") or media
    shown = (*map(max, media[:2], crop[:2]), *map(min, media[2:], crop[2:]))
    return shown if shown[0] < shown[2] and shown[1] < shown[3] else media


def _find_box(page, key):
    """Return a box of a page, its corners in order; None where it has none."""
    corners = pdf_file.find_numbers(page, key)
    if len(corners) != 4:
        return None
    across, up = sorted(corners[::2]), sorted(corners[1::2])
    is_empty = across[0] == across[1] or up[0] == up[1]
    return None if is_empty else (across[0], up[0], across[1], up[1])


def _as_jpeg(source, index):
    """Give a page of a picture as JPEG: as it is where that will do.

    :return: bytes, size, whether it is gray
    """
    with picture_file.open_picture(source) as picture:
        if index:
            picture.seek(index)
        is_turned = picture.getexif().get(0x0112, 1) != 1
        fits = all(
            side <= most for side, most in zip(picture.size, MOST_PIXELS, strict=True)
        )
        if picture.format == "JPEG" and picture.mode in ("L", "RGB"):
            if fits and not is_turned:
                source.seek(0)
                return source.read(), picture.size, picture.mode == "L"
            picture.draft(picture.mode, MOST_PIXELS)  # decodes less of it
        plain = picture_file.as_plain(picture, MOST_PIXELS)
    output = io.BytesIO()
    # colours stay as sharp as black: seals and names of links
    plain.save(output, "JPEG", quality=88, subsampling=0)
    return output.getvalue(), plain.size, plain.mode == "L"
