"""Numbering of lists in a Word file: each list is an instance of its own, or Word would count on."""

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph as WordParagraph

from minutebook.documents.render.word_xml import element
from minutebook.documents.render.wording import BULLET, SUB_BULLET

_NUMBERED = (("decimal", "%1."), ("lowerLetter", "(%2)"))
_BULLETED = (("bullet", BULLET), ("bullet", SUB_BULLET))
_HANGING = Cm(0.75)


class ListNumbers:
    """The list definitions of one file."""

    def __init__(self, word_file: WordFile) -> None:
        self.numbering = word_file.part.numbering_part.element
        self.numbered = self._define(_NUMBERED)
        self.bulleted = self._define(_BULLETED)

    def new_numbered(self) -> int:
        """Begin a numbered list at 1 and return its id."""
        return self._begin(self.numbered)

    def new_bulleted(self) -> int:
        """Begin a bulleted list and return its id."""
        return self._begin(self.bulleted)

    def put_in_list(self, paragraph: WordParagraph, list_id: int, level: int) -> None:
        """Make a paragraph an item of a list, level 0, or a sub-item, level 1."""
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # type: ignore[attr-defined]  # not in the stubs
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = list_id
        paragraph.paragraph_format.left_indent = _HANGING * (level + 1)
        paragraph.paragraph_format.first_line_indent = -_HANGING

    def _define(self, levels: tuple[tuple[str, str], ...]) -> int:
        definitions = self.numbering.findall(qn("w:abstractNum"))
        definition_id = 1 + max((int(each.get(qn("w:abstractNumId"))) for each in definitions), default=0)
        definition = element("abstractNum", abstractNumId=definition_id)
        definition.append(element("multiLevelType", val="multilevel"))
        for depth, (number_format, text) in enumerate(levels):
            definition.append(_level(depth, number_format, text))
        # All definitions stand before all instances.
        self.numbering.insert(len(definitions), definition)
        return definition_id

    def _begin(self, definition_id: int) -> int:
        instance = self.numbering.add_num(definition_id)
        for depth in range(2):
            instance.add_lvlOverride(depth).add_startOverride(1)
        return int(instance.numId)


def _level(depth: int, number_format: str, text: str) -> object:
    level = element("lvl", ilvl=depth)
    level.append(element("start", val=1))
    level.append(element("numFmt", val=number_format))
    level.append(element("lvlText", val=text))
    level.append(element("lvlJc", val="left"))
    place = element("pPr")
    place.append(element("ind", left=int((depth + 1) * _HANGING.twips), hanging=int(_HANGING.twips)))
    level.append(place)
    return level
