"""The styles of a paper's Word file, by which an office can give it other looks.

They say what the style sheet in ``paper_templates.xml`` says.
"""

from dataclasses import dataclass

from .docx_xml import element, twips

FONT = "Times New Roman"
SIZE = 13
# 1.2 times the letters' size, in 240ths of the line that the font itself asks for.
LINE = round(240 * 1.2 / 1.149)
# Those of the library's own file that every file must have.
_KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List")


@dataclass(frozen=True, slots=True)
class _Style:
    """A paragraph style; lengths in mm, sizes in points.

    :param name: as offices read it; English where Word knows the style by it
    :param align: left, center or both
    :param kept: whether it stays on the page of what follows
    :param outline: level in the outline of the file
    :param on_new_page: whether a page begins with it
    """

    name: str
    size: float = SIZE
    bold: bool = False
    italic: bool = False
    align: str = "left"
    indent: float = 0
    before: float = 0
    after: float = 0
    kept: bool = False
    outline: int | None = None
    on_new_page: bool = False


def _centered(name, **options):
    return _Style(name, align="center", **options)


def _heading(name, **options):
    return _Style(name, bold=True, align="left", indent=12.7, kept=True, **options)


# Where two margins meet, CSS takes the larger one and Word may take the sum: what
# comes first has the part by which its margin is larger.
_STYLES = {
    "above": _centered("Cơ quan chủ quản", size=12),
    "own": _centered("Cơ quan ban hành", size=12, bold=True),
    "country": _centered("Quốc hiệu", size=12, bold=True),
    "motto": _centered("Tiêu ngữ", bold=True),
    "rule": _centered("Đường kẻ", size=1, before=1),
    "number": _centered("Số và ký hiệu", before=3),
    "letterAbout": _centered("Trích yếu công văn", size=12, before=0.6),
    "placeDate": _centered("Địa danh và thời gian", before=3, italic=True),
    "Title": _centered("Title", size=14, bold=True, before=7, kept=True),
    "Subtitle": _centered("Subtitle", bold=True, kept=True),
    "authority": _centered("Thẩm quyền ban hành", bold=True, before=1, after=1.8),
    "addressee": _Style("Kính gửi"),
    "basis": _Style("Căn cứ", italic=True, align="both", indent=12.7, before=1.2),
    "BodyText": _Style("Body Text", align="both", indent=12.7, before=1.2),
    "Heading1": _heading("heading 1", before=4, outline=0),
    "Heading2": _heading("heading 2", before=2, outline=1),
    "center": _centered("Dòng giữa", bold=True, before=3, after=1.8, kept=True),
    "cell": _Style("Ô bảng", size=11.5),
    "cellHeading": _centered("Tiêu đề cột", size=11.5, bold=True, kept=True),
    "cellStrong": _Style("Ô bảng đậm", size=11.5, bold=True),
    "recipientsTo": _Style("Nơi nhận", size=12, bold=True, italic=True),
    "recipients": _Style("Danh sách nơi nhận", size=11),
    "signTitle": _centered("Chức vụ người ký", bold=True),
    "signRemark": _centered("Ghi chú ký", size=12, italic=True),
    "signName": _centered("Họ tên người ký", bold=True, before=22),
    "annexTitle": _centered(
        "Phụ lục", size=14, bold=True, kept=True, outline=0, on_new_page=True
    ),
    "annexSubtitle": _centered("Tên phụ lục", bold=True, kept=True),
    "annexReference": _centered("Kèm theo", italic=True, after=2.8),
    "gap": _Style("Khoảng trống", size=1),
    "Header": _centered("header"),
}
RULE = {"w:val": "single", "w:sz": 8, "w:space": 0, "w:color": "auto"}


def set_styles(document):
    """Replace the styles of a file that the library has just made."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.name_val not in _KEPT:
            styles.remove(style)
    defaults = styles.xpath("w:docDefaults")[0]
    styles.replace(defaults, _defaults())
    styles.extend(_paragraph_style(key, style) for key, style in _STYLES.items())
    styles.append(
        _style("character", "Strong", "Strong", element("w:rPr", None, element("w:b")))
    )
    styles.append(_table_style("grid", "Bảng có kẻ", RULE, 0.8, 1.4))
    styles.append(_table_style("plain", "Bảng không kẻ", None, 0, 0))


def _defaults():
    names = ("ascii", "hAnsi", "eastAsia", "cs")
    letters = element(
        "w:rPr",
        None,
        element("w:rFonts", {f"w:{name}": FONT for name in names}),
        element("w:sz", 2 * SIZE),
        element("w:szCs", 2 * SIZE),
        element("w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"}),
    )
    spacing = {"w:before": 0, "w:after": 0, "w:line": LINE, "w:lineRule": "auto"}
    form = element("w:pPr", None, element("w:spacing", spacing))
    return element(
        "w:docDefaults",
        None,
        element("w:rPrDefault", None, letters),
        element("w:pPrDefault", None, form),
    )


def _style(kind, key, name, *properties):
    bases = {"paragraph": "Normal", "table": "TableNormal"}
    is_known = name[:1].islower() or key == name or key == "BodyText"
    attributes = {"w:type": kind, "w:styleId": key}
    return element(
        "w:style",
        attributes if is_known else {**attributes, "w:customStyle": 1},
        element("w:name", name),
        element("w:basedOn", bases[kind]) if kind in bases else None,
        element("w:qFormat"),
        *properties,
    )


def _paragraph_style(key, style):
    spacing = {"w:before": twips(style.before), "w:after": twips(style.after)}
    form = element(
        "w:pPr",
        None,
        element("w:keepNext") if style.kept else None,
        element("w:pageBreakBefore") if style.on_new_page else None,
        element("w:spacing", spacing),
        element("w:ind", {"w:firstLine": twips(style.indent)})
        if style.indent
        else None,
        element("w:jc", style.align),
        None if style.outline is None else element("w:outlineLvl", style.outline),
    )
    letters = element(
        "w:rPr",
        None,
        *(element(tag) for tag in ("w:b", "w:bCs") if style.bold),
        *(element(tag) for tag in ("w:i", "w:iCs") if style.italic),
        element("w:sz", round(2 * style.size)),
        element("w:szCs", round(2 * style.size)),
    )
    return _style("paragraph", key, style.name, form, letters)


def _table_style(key, name, rule, padding, side_padding):
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = [element(f"w:{side}", rule) for side in sides] if rule else ()
    paddings = zip(sides[:4], (padding, side_padding) * 2, strict=True)
    form = element(
        "w:tblPr",
        None,
        element("w:tblBorders", None, *borders) if rule else None,
        element(
            "w:tblCellMar",
            None,
            *(
                element(f"w:{side}", {"w:w": twips(length), "w:type": "dxa"})
                for side, length in paddings
            ),
        ),
    )
    return _style("table", key, name, form)
