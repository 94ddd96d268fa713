"""Our app at Xero, as the settings describe it: what the sign-in and every refresh need to name themselves."""

from django.conf import settings
from django.urls import reverse

from minutebook.core.errors import DomainError
from minutebook.xpm.oauth import XeroApp


def xero_app() -> XeroApp:
    """Our app registration; DomainError when the installation has none."""
    if not settings.XERO_CLIENT_ID or not settings.XERO_CLIENT_SECRET:
        raise DomainError(
            "no_xero_app",
            "This installation has no Xero app yet. Register one with Xero, set XERO_CLIENT_ID and "
            "XERO_CLIENT_SECRET, and start Minutebook again.",
        )
    return XeroApp(
        client_id=settings.XERO_CLIENT_ID,
        client_secret=settings.XERO_CLIENT_SECRET,
        redirect_uri=redirect_uri(),
        login_url=settings.XERO_LOGIN_URL,
        identity_url=settings.XERO_IDENTITY_URL,
        api_url=settings.XERO_API_URL,
        scopes=tuple(settings.XERO_SCOPES),
    )


def redirect_uri() -> str:
    """Where Xero sends people back to; it must stand in the app's registration letter by letter."""
    return f"{settings.BASE_URL}{reverse('practice_manager_callback')}"
