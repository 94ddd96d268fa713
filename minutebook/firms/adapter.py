"""Sign-in rules: nobody registers themselves; an administrator makes users."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class FirmAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a firm's people are added by its administrator."""
        return False
