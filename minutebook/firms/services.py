"""Looking after the firm and its users: adding, changing, putting out, the link by which a user sets a password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.urls import reverse

from minutebook.core.errors import DomainError

from .models import Firm, User, record_event
from .roles import Role


def add_user(user: User, by: User) -> User:
    """Save a new user without a password: the sign-in link lets them set one."""
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save()
            record_event("user.added", user, by, role=user.role)
    except IntegrityError as error:
        raise DomainError("email", "Somebody signs in with this e-mail address already.", "email") from error
    return user


def change_user(user: User, by: User) -> None:
    """Save a user's name, role and whether they may sign in. Refused where no administrator would be left."""
    with transaction.atomic():
        # Locked, so that two administrators cannot put each other out at one moment.
        Firm.objects.select_for_update().get(pk=user.firm_id)
        before = User.objects.get(pk=user.pk)
        administrators = User.objects.filter(firm=user.firm, role=Role.ADMINISTRATOR, is_active=True)
        stays = user.is_active and user.role == Role.ADMINISTRATOR
        if not stays and not administrators.exclude(pk=user.pk).exists():
            raise DomainError(
                "last_administrator",
                "This is the firm’s only administrator. Make somebody else one first.",
                "role",
            )
        user.save()
        if not user.is_active:
            end_sessions(user)
        record_event(
            "user.changed", user, by, role=user.role, role_before=before.role, is_active=user.is_active
        )


def sign_in_link(user: User, by: User, base_url: str) -> str:
    """A link with which this user sets a password; it works once and for three days. Recorded."""
    if not user.is_active:
        raise DomainError("inactive", "This user may not sign in. Let them sign in first.")
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    record_event("user.sign_in_link_made", user, by)
    address: str = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{base_url}{address}"


def change_firm(firm: Firm, by: User) -> None:
    """Save the firm's details."""
    with transaction.atomic():
        firm.save()
        record_event("firm.changed", firm, by)


def end_sessions(user: User) -> None:
    """Delete the user's sessions; they could not be used any more, but must not wake with the user either."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
