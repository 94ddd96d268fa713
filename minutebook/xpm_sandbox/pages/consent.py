"""The consent page in three shapes: who are you, what do you allow, what the app asked wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug.wrappers import Response

from minutebook.xpm_sandbox.grants import App, User
from minutebook.xpm_sandbox.pages.frame import write_page
from minutebook.xpm_sandbox.tenants import Tenant

ADDRESS = "/identity/connect/authorize"


def write_users(users: Iterable[User], carried: Mapping[str, str]) -> Response:
    """Ask who signs in; no password, since nobody here is real."""
    lines = [
        Markup('<li><a href="{}?{}">{}<br>{}</a></li>').format(
            ADDRESS, urlencode({**carried, "user": user.id}), user.name, user.email
        )
        for user in users
    ]
    body = Markup('<div class="card"><p>Sign in as</p><ul>{}</ul></div>').format(Markup("").join(lines))
    return write_page("Log in", [body], has_links=False)


def write_consent(
    app: App, user: User, tenants: list[Tenant], scopes: list[str], carried: Mapping[str, str]
) -> Response:
    """Ask what the user allows; without the right to authorise there is no practice to choose."""
    name = app.name or app.client_id
    card = Markup(
        '<div class="card"><p><strong>{0}</strong> wants access on behalf of {1}.</p>'
        '<p>It asks for: {2}</p><form method="post" action="{3}">{4}{5}{6}'
        '<button name="answer" value="cancel">Cancel</button></form></div>'
    )
    allow = (
        Markup('<button class="first" name="answer" value="allow">Allow access</button> ') if tenants else ""
    )
    hidden = Markup("").join(
        Markup('<input type="hidden" name="{}" value="{}">').format(*pair) for pair in carried.items()
    )
    body = card.format(name, user.email, ", ".join(scopes), ADDRESS, hidden, _choices(tenants), allow)
    return write_page(f"{name} wants access", [body], has_links=False)


def write_mistake(code: str, reason: str) -> Response:
    """Say that the app asked wrongly; the browser is not sent back."""
    body = Markup('<div class="card"><p>Error: {}</p><p>{}</p></div>').format(code, reason)
    return write_page("Sorry, something went wrong", [body], 400, has_links=False)


def _choices(tenants: list[Tenant]) -> Markup:
    if not tenants:
        return Markup(
            "<p>There is nothing you can connect. Connecting a practice needs the right to authorise "
            "third parties; ask an administrator of your practice.</p>"
        )
    boxes = Markup("").join(
        Markup('<label><input type="checkbox" name="tenant" value="{}"> {} ({})</label>').format(
            tenant.tenant_id, tenant.name, tenant.type
        )
        for tenant in tenants
    )
    return Markup("<fieldset><legend>Choose what to connect</legend>{}</fieldset>").format(boxes)
