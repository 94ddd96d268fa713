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

PERMISSIONS: dict[str, frozenset[Role]] = {
    "view": frozenset(Role),
    "edit registers": _PREPARERS,
    "prepare": _PREPARERS,
    "release": _PREPARERS,
    "lodge": _PREPARERS,
    "withdraw": _PREPARERS,
    "retry": _PREPARERS,
    "answer questions": _PARTNERS,
    "link clients": _PREPARERS,
    "reveal director id": _PARTNERS,
    "settings": _ADMINISTRATORS,
}


def role_allows(role: Role, permission: str) -> bool:
    """Whether the role has the permission; an unknown permission is a mistake in the code, so it raises."""
    return role in PERMISSIONS[permission]
