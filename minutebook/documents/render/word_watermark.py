"""The DRAFT mark behind the text of a Word page: a VML shape, as Word's own Watermark command writes it."""

from docx.oxml import parse_xml
from docx.section import _Header

from minutebook.documents.render.word_styles import SANS

_COLOUR = "#e4e9ec"
_FIRST_SHAPE = 2049
_STYLE = ";".join(
    (
        "position:absolute;width:430pt;height:160pt;rotation:308;z-index:-251658752",
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin",
        "mso-position-vertical:center;mso-position-vertical-relative:margin",
    )
)
_RUN = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
  <w:rPr><w:noProof/></w:rPr>
  <w:pict>
    <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
      path="m@7,l@8,m@5,21600l@6,21600e">
      <v:formulas>
        <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
        <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
        <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
      </v:formulas>
      <v:path textpathok="t" o:connecttype="rect"/>
      <v:textpath on="t" fitshape="t"/>
    </v:shapetype>
    <v:shape id="draft{number}" o:spid="_x0000_s{number}" type="#_x0000_t136" alt="Draft" style="{style}"
      o:allowincell="f" fillcolor="{colour}" stroked="f">
      <v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt;font-weight:bold" string="DRAFT"/>
    </v:shape>
  </w:pict>
</w:r>
"""


def mark_as_draft(*headers: _Header) -> None:
    """Put the mark into each of the headers, which carry it to every page they stand on."""
    for number, header in enumerate(headers, _FIRST_SHAPE):
        run = _RUN.format(number=number, style=_STYLE, colour=_COLOUR, font=SANS)
        header.paragraphs[-1]._p.append(parse_xml(run))
