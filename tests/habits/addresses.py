"""Every address of the site, read from the URLconf."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One pattern: its name ("" where it has none), its route and the names of its arguments."""

    name: str
    route: str
    arguments: frozenset[str]

    @property
    def is_of_sign_in(self) -> bool:
        """Whether it belongs to the library that signs people in."""
        return self.route.startswith("accounts/")


def every_address() -> list[Address]:
    """All of them, those of sign-in included."""
    return list(_walk(get_resolver(), ""))


def own_addresses() -> list[Address]:
    """Those that the project itself answers."""
    return [address for address in every_address() if not address.is_of_sign_in]


def _walk(resolver: Any, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield Address(pattern.name or "", route, frozenset(pattern.pattern.regex.groupindex))
