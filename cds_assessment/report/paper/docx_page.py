"""What stands around a paper's text in its Word file: page, numbers, properties."""

import copy
import io
import zipfile

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from .docx_xml import element, paragraph, plain_text, twips

WIDTH = 165  # of the text, in mm
LANDSCAPE_WIDTH = 252
_PAGE = (210, 297)
_LONGEST_PROPERTY = 255
# Parts of the library's own file that belong to styles which papers do not have.
_DROPPED = ("/customXml", "/numbering", "/stylesWithEffects", "/thumbnail")
_WORD_2013 = "15"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the first that the format knows
# Word's own watermark: a line of letters as a picture, behind the text of each page.
_WATERMARK = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:v="urn:schemas-microsoft-com:vml"
     xmlns:o="urn:schemas-microsoft-com:office:office">
  <w:rPr><w:noProof/></w:rPr>
  <w:pict>
    <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
        path="m@7,l@8,m@5,21600l@6,21600e">
      <v:formulas>
        <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
        <v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
        <v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
        <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
        <v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
        <v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
        <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
      </v:formulas>
      <v:path textpathok="t" o:connecttype="custom"
          o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
          o:connectangles="270,180,90,0"/>
      <v:textpath on="t" fitshape="t"/>
      <o:lock v:ext="edit" text="t" shapetype="t"/>
    </v:shapetype>
    <v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{number}"
        type="#_x0000_t136" o:allowincell="f" fillcolor="#d9d9d9" stroked="f"
        style="position:absolute;margin-left:0;margin-top:0;width:440pt;height:110pt;
rotation:315;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin">
      <v:fill opacity=".5"/>
      <v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt"
          string="DỰ THẢO"/>
    </v:shape>
  </w:pict>
</w:r>
"""


def set_page(document, is_draft):
    """Lay the page out by Decree 30/2020/NĐ-CP: A4, numbers from the second page on."""
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, _PAGE)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = element("w:fldSimple", {"w:instr": " PAGE "}, element("w:r"))
    _fill(section.first_page_header, 2049 if is_draft else None)
    _fill(section.header, 2050 if is_draft else None, number)
    mode = "w:compat/w:compatSetting[@w:name='compatibilityMode']"
    for setting in document.settings.element.xpath(mode):
        setting.set(qn("w:val"), _WORD_2013)


def section_properties(first, is_landscape):
    """Give the properties of a section that follows the first one.

    Its pages are numbered on, and none of them is without a number.

    :param first: the properties of the first section
    """
    following = copy.deepcopy(first)
    for own in following.xpath("w:headerReference | w:footerReference | w:titlePg"):
        following.remove(own)
    size = following.xpath("w:pgSz")[0]
    short, long = map(twips, _PAGE)
    size.set(qn("w:w"), str(long if is_landscape else short))
    size.set(qn("w:h"), str(short if is_landscape else long))
    size.set(qn("w:orient"), "landscape" if is_landscape else "portrait")
    return following


def _fill(header, watermark, *contents):
    header.is_linked_to_previous = False
    block = header._element
    for old in list(block):
        block.remove(old)
    if watermark:
        contents = (*contents, parse_xml(_WATERMARK.format(number=watermark)))
    block.append(paragraph("Header", *contents))


def set_properties(document, paper):
    """Say what the file is; nobody is named, and no time."""
    words = (paper.title, paper.subtitle, paper.letterhead.about)
    title = plain_text(" ".join(filter(None, words)))
    core = document.core_properties
    core.author = core.comments = ""
    core.title = title[:_LONGEST_PROPERTY]
    core.language = "vi-VN"
    for old in core._element.xpath("dcterms:created | dcterms:modified"):
        core._element.remove(old)


def save(document):
    """Return a file's bytes, the same for the same contents."""
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype.endswith(_DROPPED):
                del part.rels[key]
    written, output = io.BytesIO(), io.BytesIO()
    document.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return output.getvalue()
