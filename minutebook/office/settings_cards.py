"""The cards of the Settings page; what the user may not set is left out."""

from dataclasses import dataclass

from minutebook.firms.models import User

from .frame import address_of


@dataclass(frozen=True, slots=True)
class Card:
    """One page of settings; `url_name` is the page, `permission` what opens it."""

    label: str
    text: str
    icon: str
    url_name: str
    permission: str = "settings"

    @property
    def url(self) -> str:
        """The page's address; empty where this installation lacks it."""
        return address_of(self.url_name)


CARDS = (
    Card("Firm", "Name, address, agent number, logo and colour, as they stand on documents.", "building", "firm_edit"),
    Card("Users", "Who signs in, and what their role lets them do.", "users-round", "user_list"),
    Card("Second factor", "Whether everybody needs a code from their phone.", "shield", "second_factor"),
    Card(
        "Xero Practice Manager", "Connect, check what is ready, switch on jobs.", "plug", "practice_manager_settings",
    ),
    Card("Standard jobs", "For each kind of change: template, name, costs and due date.", "list-checks", "preset_list"),
    Card("Job numbers", "How the numbers of the job book look, and which comes next.", "hash", "job_numbers"),
    Card("Audit trail", "Who did what, and when. Nobody can change it.", "scroll-text", "audit_list"),
    Card("Your password", "Change the password you sign in with.", "key-round", "account_change_password", "view"),
    Card("Two-step sign-in", "A code from your phone besides the password.", "shield-check", "mfa_index", "view"),
)  # fmt: skip


def cards_for(user: User) -> tuple[Card, ...]:
    """The cards whose pages exist and that the user may open."""
    return tuple(card for card in CARDS if user.may(card.permission) and card.url)
