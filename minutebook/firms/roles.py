"""Who may do what: one readable table, deny by default."""

from django.db import models


class Role(models.TextChoices):
    """What a user may do; each role may do all that the ones below it may."""

    ADMINISTRATOR = "administrator", "Administrator"
    PARTNER = "partner", "Partner"
    PREPARER = "preparer", "Preparer"
    VIEWER = "viewer", "Viewer"


_PREPARERS = frozenset({Role.ADMINISTRATOR, Role.PARTNER, Role.PREPARER})
_PARTNERS = frozenset({Role.ADMINISTRATOR, Role.PARTNER})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

ANSWER = "answer questions"
ANSWERING: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: _ADMINISTRATORS,
    Role.PARTNER: _PARTNERS,
    Role.PREPARER: _PREPARERS,
}

PERMISSIONS: dict[str, frozenset[Role]] = {
    "view": frozenset(Role),
    "edit registers": _PREPARERS,
    "prepare": _PREPARERS,
    "release": _PREPARERS,
    "lodge": _PREPARERS,
    "withdraw": _PREPARERS,
    "retry": _PREPARERS,
    ANSWER: _PARTNERS,  # unless the firm says otherwise, see `may_answer`
    "link clients": _PREPARERS,
    "reveal director id": _PARTNERS,
    "settings": _ADMINISTRATORS,
}


# What a permission lets people do, as a sentence goes on; for the page that refuses it.
DEEDS = {
    "view": "look at this firm’s books",
    "edit registers": "edit companies, contacts and their registers",
    "prepare": "prepare document packs",
    "release": "release document packs, send messages and change jobs",
    "lodge": "mark packs as lodged",
    "withdraw": "withdraw packs",
    "retry": "try jobs again",
    ANSWER: "answer questions about jobs",
    "link clients": "link contacts with clients in XPM",
    "reveal director id": "see director IDs",
    "settings": "change the firm’s settings",
}


def may_answer(role: Role, lowest: Role) -> bool:
    """Whether the role may answer questions about jobs where the firm lets this role and those above it."""
    return role in ANSWERING[lowest]


def role_allows(role: Role, permission: str) -> bool:
    """Whether the role has the permission; an unknown permission is a mistake in the code, so it raises."""
    return role in PERMISSIONS[permission]
