"""Pictures of pages, kept for some minutes: the page that shows one and the picture's own address ask for it both."""

import hashlib
import json

from django.core.cache import caches

from .blocks import to_json
from .models import Document, DocumentPack
from .production import firm_look, paper_for
from .render import Preview, render_preview

KEPT_SECONDS = 600


def page_picture(pack: DocumentPack, document: Document, page: int) -> Preview:
    """A picture of the page, rendered anew when the wording or the firm's look has changed."""
    paper, look = paper_for(pack, document), firm_look(pack.firm)
    said = json.dumps([to_json(paper), repr(look), page], sort_keys=True)
    key = f"page-{pack.firm_id}-{hashlib.sha256(said.encode()).hexdigest()}"
    cache = caches["pictures"]
    found: Preview | None = cache.get(key)
    if found is None:
        found = render_preview(paper, look, page)
        cache.set(key, found, KEPT_SECONDS)
    return found
