"""PDFs of the kinds that people have, each written by hand or by the library."""

import io

from odoo.tools.pdf import PdfReader, PdfWriter

PAGE = (
    "/Type /Page /Parent 2 0 R %s /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> %s >> %s"
)
SHOWN, HIDDEN = "Quyet dinh so 12", "BAN NHAP"


def write(text, size=14):
    return f"BT /F1 {size} Tf 100 700 Td ({text}) Tj ET"


def raw_pdf(
    root="",
    page="",
    resources="",
    drawing="",
    objects=(),
    before=b"",
    off=0,
    media="/MediaBox [0 0 595 842]",
):
    """Write a PDF of one page.

    :param root: more of its catalogue
    :param page: more of its page, ``resources`` of what the page uses
    :param objects: more objects, numbered from 6 on
    :param before: bytes in front of its head
    :param off: how far its pointer to the table of objects is wrong
    :param media: how large its page is
    """
    drawing = drawing or write(SHOWN)
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {PAGE % (media, resources, page)} >>",
        f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *objects,
    ]
    content, places = b"%PDF-1.5\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(content)
    content += (
        f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start + off}\n%%EOF\n"
    ).encode()
    return before + content


def locked_pdf(algorithm, user=""):
    """Write a PDF of which printing is restricted, or that asks for a password."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(raw_pdf())))
    writer.encrypt(user, "owner", algorithm=algorithm)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def form_pdf(kind="/Tx", value="(45)", parent=False):
    """Write a form with a field, whose value may stand above it."""
    own = f"/FT {kind} /T (so) " + (f"/V {value} " if value else "")
    widget = "/Type /Annot /Subtype /Widget /Rect [100 600 300 620] /F 4"
    objects = [f"<< {widget} {own} >>"]
    if parent:
        objects = [f"<< {own} /Kids [7 0 R] >>", f"<< {widget} /Parent 6 0 R >>"]
    return raw_pdf(
        root="/AcroForm << /Fields [6 0 R] /NeedAppearances true >>",
        page=f"/Annots [{7 if parent else 6} 0 R]",
        objects=objects,
    )


def xfa_pdf():
    data = "<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"
    return raw_pdf(
        root="/AcroForm << /Fields [] /XFA 6 0 R >> /NeedsRendering true",
        objects=[f"<< /Length {len(data)} >>\nstream\n{data}\nendstream"],
    )


def file_pdf(root="", page=""):
    """Write a PDF with another file within: listed, or pinned to its page."""
    return raw_pdf(
        root=root,
        page=page,
        objects=[
            "<< /Type /EmbeddedFile /Length 2 >>\nstream\nab\nendstream",
            "<< /Type /Filespec /F (a.txt) /EF << /F 6 0 R >> >>",
            "<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 7 0 R >>",
        ],
    )


def film_pdf(kind):
    """Write a PDF with a film, a sound or the like on its page."""
    return raw_pdf(
        page="/Annots [6 0 R]",
        objects=[f"<< /Type /Annot /Subtype {kind} /Rect [0 0 90 90] >>"],
    )


def link_pdf(target, names="", objects=()):
    """Write a PDF with a link that has a border.

    :param target: where it leads
    :param names: named places of the file
    """
    link = "/Type /Annot /Subtype /Link /Rect [90 690 300 720] /Border [0 0 2]"
    return raw_pdf(
        root=f"/Names << /Dests << /Names [{names}] >> >>",
        page="/Annots [6 0 R]",
        objects=[f"<< {link} {target} >>", *objects],
    )


LISTED = "/Names << /EmbeddedFiles << /Names [(a.txt) 7 0 R] >> >> "


def layer_pdf(shown="/OFF [6 0 R]", group="", member=""):
    """Write a PDF with a layer.

    :param shown: the catalogue's word on what is shown at first
    :param group: more of the layer
    :param member: a rule by which it is shown
    """
    mark = "7 0 R" if member else "6 0 R"
    objects = [f"<< /Type /OCG /Name (Nhap) {group} >>"]
    if member:
        objects.append(f"<< /Type /OCMD /OCGs [6 0 R] {member} >>")
    return raw_pdf(
        root=f"/OCProperties << /OCGs [6 0 R] /D << {shown} >> >>",
        resources=f"/Properties << /L {mark} >>",
        drawing=f"{write(SHOWN)} /OC /L BDC {write(HIDDEN, 40)} EMC",
        objects=objects,
    )
