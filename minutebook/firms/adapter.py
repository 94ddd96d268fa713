"""Sign-in rules: nobody registers themselves; an administrator makes users; secrets are encrypted."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from minutebook.core.sealed import seal, unseal

# The library does not say whose secret it is; no firm has this number.
NO_FIRM = 0


class FirmAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped library
    """allauth with self-registration closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a firm's people are added by its administrator."""
        return False


class FirmSecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped library
    """The secrets of the second factor encrypted, so that a copy of the database makes no codes."""

    def encrypt(self, text: str) -> str:
        """Sealed with our keys."""
        return seal(text, NO_FIRM, "second_factor")

    def decrypt(self, encrypted_text: str) -> str:
        """Opened again."""
        return unseal(encrypted_text, NO_FIRM, "second_factor")
