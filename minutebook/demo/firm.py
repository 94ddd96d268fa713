"""The demo firm: its own facts, its four users, and the building of it all from the tables, once."""

from dataclasses import dataclass

from django.db import transaction

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.firms.roles import Role

from .addresses import FIRM_OFFICE
from .contacts import ACNS, COMPANIES, write_contacts
from .people import PEOPLE
from .registers import write_company
from .specs import FIRM_NAME

EMAIL_DOMAIN = "fernleigh.example"
USER_NAMES: dict[Role, tuple[str, str]] = {
    Role.ADMINISTRATOR: ("Rosalind", "Fernleigh"),
    Role.PARTNER: ("Imogen", "Fernleigh-Tāmati"),
    Role.PREPARER: ("Tuyết Minh", "Đặng"),
    Role.VIEWER: ("Callum", "O'Dowd"),
}
SHOWCASE_COMPANY = "quorindale"
SHOWCASE_APPOINTEE = "maia"


@dataclass(frozen=True, slots=True)
class DemoFirm:
    """The demo firm and ways to its people; `is_new` when this call built it."""

    firm: Firm
    is_new: bool

    def user(self, role: Role) -> User:
        """The user of a role; User.DoesNotExist once somebody has changed the address."""
        return User.objects.get(firm=self.firm, email=demo_email(role))

    def company(self, key: str = SHOWCASE_COMPANY) -> Company:
        """A company by its key in the tables."""
        company: Company = Company.objects.for_firm(self.firm).get(acn=ACNS[key])
        return company

    def person(self, key: str = SHOWCASE_APPOINTEE) -> Contact:
        """An individual by their key in the tables; Contact.DoesNotExist once renamed."""
        spec = next(spec for spec in PEOPLE if spec.key == key)
        individuals = Contact.objects.for_firm(self.firm).filter(kind=Contact.Kind.INDIVIDUAL)
        contact: Contact = individuals.get(name=spec.name, birth_date=spec.born)
        return contact


def demo_email(role: Role) -> str:
    """The address with which the user of a role signs in."""
    return f"{role.value}@{EMAIL_DOMAIN}"


def build_demo_firm(password: str) -> DemoFirm:
    """Build the firm, all four users with this password; does nothing where one of them exists already."""
    with transaction.atomic():
        known = User.objects.filter(email__in=[demo_email(role) for role in Role]).order_by("id").first()
        if known is not None:
            return DemoFirm(known.firm, is_new=False)
        firm = _write_firm()
        for role, (first_name, last_name) in USER_NAMES.items():
            User.objects.create_user(
                demo_email(role), password, firm=firm, role=role, first_name=first_name, last_name=last_name
            )
        contacts = write_contacts(firm)
        for spec in COMPANIES:
            write_company(firm, spec, contacts)
    return DemoFirm(firm, is_new=True)


def _write_firm() -> Firm:
    lines = FIRM_OFFICE.replace("; ", "\n").replace(", ", "\n")
    return Firm.objects.create(
        name=FIRM_NAME,
        address=lines,
        phone="(02) 5550 0100",
        email=f"office@{EMAIL_DOMAIN}",
        website=f"www.{EMAIL_DOMAIN}",
        agent_number="00000",
    )
