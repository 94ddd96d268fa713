"""The frame around every page, and the strict headers that go with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup
from werkzeug.wrappers import Response

STYLE = Path(__file__).parent / "static" / "sandbox.css"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
FRAME = Markup(
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} – XPM sandbox</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<link rel="stylesheet" href="/_sandbox/style.css"></head><body>'
    "<header><strong>XPM sandbox</strong> <span>an imitation; nothing here is real</span>{links}</header>"
    "<main><h1>{title}</h1>{body}</main></body></html>"
)
LINKS = Markup('<nav aria-label="Pages"><a href="/">Jobs</a> <a href="/clients">Clients</a></nav>')


def write_page(title: str, body: Iterable[Markup], status: int = 200, *, has_links: bool = True) -> Response:
    """Write a page; everything in `body` is escaped already."""
    links = LINKS if has_links else Markup("")
    page = FRAME.format(title=title, links=links, body=Markup("").join(body))
    return Response(page, status, dict(HEADERS), content_type="text/html; charset=utf-8")


def write_style() -> Response:
    """Give the one style sheet."""
    headers = {"Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff"}
    return Response(STYLE.read_bytes(), 200, headers, content_type="text/css; charset=utf-8")


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[object]], empty: str) -> Markup:
    """Write a table that scrolls by itself on a narrow screen; a sentence where there are no rows."""
    lines = [_row(cells) for cells in rows]
    if not lines:
        return Markup("<h2>{}</h2><p>{}</p>").format(caption, empty)
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(one) for one in heads)
    return Markup(
        '<h2>{0}</h2><div class="wide" tabindex="0" role="region" aria-label="{0}"><table>'
        "<thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, head, Markup("").join(lines))


def _row(cells: Iterable[object]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells))
