"""Whole papers as pages: the ordinary ones end on their first, and no page holds a signature alone."""

import pytest

from minutebook.documents.catalogue.table import build, documents_for
from minutebook.documents.catalogue.tests.world import PACKS
from minutebook.documents.render.look import FirmLook
from minutebook.documents.render.pdf import render_preview

LOOK = FirmLook(
    "Kōwhai Advisory & Partners Pty Ltd",
    ("Level 12, 48 Harrington Quay", "Sydney NSW 2000"),
    "02 5550 0180",
    "office@kowhai.example",
    "kowhai.example",
)
LONGER = {("successor", "lodgement_summary"), ("met", "meeting_minute")}


@pytest.mark.parametrize("name", PACKS)
def test_ordinary_papers_end_on_their_first_page(name: str) -> None:
    pack = PACKS[name]
    for key in [one.key for one in documents_for(pack) if (name, one.key) not in LONGER]:
        assert (key, render_preview(build(key, pack), LOOK, width_px=60).page_count) == (key, 1)
