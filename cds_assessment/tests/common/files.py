"""Real bytes of small files, good ones and bad ones."""

import base64
import io
import zipfile

from PIL import Image

from odoo.tools.pdf import PdfWriter


def pdf_bytes(mark="", password=None):
    """Return a PDF of one page; another ``mark`` gives another file."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": f"Paper {mark}"})
    if password:
        writer.encrypt(password)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def image_bytes(kind="PNG", color="red"):
    """Return a small picture."""
    output = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(output, kind)
    return output.getvalue()


def webp_bytes():
    """Return a picture of one dot in the one kind that Odoo does not write."""
    return base64.b64decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")


def zip_bytes(**files):
    """Return a ZIP with entries; two underscores in a name stand for a slash."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def office_bytes(folder="word"):
    """Return what begins as a document of Office does."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<document/>")
    return output.getvalue()


def ole_bytes(stream="WordDocument"):
    """Return what begins as a document of old Office does."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le")
