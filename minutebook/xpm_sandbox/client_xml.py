"""How a client and a contact are written in an answer, and which of their fields a caller may send."""

from __future__ import annotations

from minutebook.xpm_sandbox.calls import Call
from minutebook.xpm_sandbox.envelope import Node, group, text, yes_no
from minutebook.xpm_sandbox.job_xml import staff_node
from minutebook.xpm_sandbox.records import Client, ClientContact
from minutebook.xpm_sandbox.tenants import find_by_uuid

# always present in a recorded answer, empty or not
PLAIN_TEXTS = {
    "Address": "address",
    "City": "city",
    "Region": "region",
    "PostCode": "post_code",
    "Country": "country",
    "PostalAddress": "postal_address",
    "PostalCity": "postal_city",
    "PostalRegion": "postal_region",
    "PostalPostCode": "postal_post_code",
    "PostalCountry": "postal_country",
    "Phone": "phone",
    "Fax": "fax",
    "Website": "website",
    "ReferralSource": "referral_source",
    "ExportCode": "export_code",
}
# left out of an answer when empty
PERSON_TEXTS = {
    "Title": "title",
    "Gender": "gender",
    "FirstName": "first_name",
    "LastName": "last_name",
    "OtherName": "other_name",
    "Email": "email",
}
BUSINESS_TEXTS = {
    "CompanyNumber": "company_number",
    "BusinessNumber": "business_number",
    "BusinessStructure": "business_structure",
    "BalanceMonth": "balance_month",
    "PrepareGST": "prepare_gst",
    "GSTRegistered": "gst_registered",
    "GSTPeriod": "gst_period",
    "GSTBasis": "gst_basis",
    "ProvisionalTaxBasis": "provisional_tax_basis",
    "ProvisionalTaxRatio": "provisional_tax_ratio",
    "SignedTaxAuthority": "signed_tax_authority",
    "TaxAgent": "tax_agent",
    "AgencyStatus": "agency_status",
    "ReturnType": "return_type",
    "PrepareActivityStatement": "prepare_activity_statement",
    "PrepareTaxReturn": "prepare_tax_return",
    "ClientCode": "client_code",
}
CONTACT_TEXTS = {
    "Name": "name",
    "Salutation": "salutation",
    "Addressee": "addressee",
    "Mobile": "mobile",
    "Email": "email",
    "Phone": "phone",
    "Position": "position",
}
WEB_URL = "https://app.practicemanager.xero.com/client/clientview.aspx?id="


def client_node(call: Call, client: Client) -> Node:
    """Write a client with contacts and links."""
    details = (
        group("Contacts", (contact_node(one) for one in client.contacts if not one.is_deleted)),
        group("Notes", ()),
        group("Groups", ()),
        group("Relationships", ()),
    )
    return _ordered(call, client, details)


def client_line(call: Call, client: Client) -> Node:
    """Write a client as the undetailed lists have it."""
    return _ordered(call, client, ())


def paged_line(client: Client) -> Node:
    """Write a client as the paged list has it: neither contacts nor groups nor business number."""
    texts = [*_filled(client, PERSON_TEXTS), *_all(client, PLAIN_TEXTS)]
    return group("Client", (text("UUID", client.uuid), text("Name", client.name), *texts))


def contact_node(contact: ClientContact, *, is_linked: bool = True) -> Node:
    """Write a contact; position and rank only where the client was named."""
    plain = [text(tag, getattr(contact, name)) for tag, name in CONTACT_TEXTS.items() if tag != "Position"]
    linked = (text("Position", contact.position), yes_no("IsPrimary", contact.is_primary))
    return group("Contact", (text("UUID", contact.uuid), *plain, *(linked if is_linked else ())))


def _ordered(call: Call, client: Client, details: tuple[Node, ...]) -> Node:
    uuid = text("UUID", client.uuid)
    body = (
        text("Name", client.name),
        *_filled(client, PERSON_TEXTS),
        _birth(client),
        *_all(client, PLAIN_TEXTS),
        yes_no("IsArchived", client.is_archived),
        yes_no("IsDeleted", client.is_deleted),
        *_links(call, client),
        _tax_number(client),
        *_filled(client, BUSINESS_TEXTS),
        *details,
    )
    return group("Client", (uuid, *body) if call.modes.element_order == "doc" else (*body, uuid))


def _all(client: Client, texts: dict[str, str]) -> list[Node]:
    return [text(tag, getattr(client, name)) for tag, name in texts.items()]


def _filled(client: Client, texts: dict[str, str]) -> list[Node]:
    return [text(tag, getattr(client, name)) for tag, name in texts.items() if getattr(client, name)]


def _birth(client: Client) -> Node | None:
    return text("DateOfBirth", f"{client.date_of_birth}T00:00:00") if client.date_of_birth else None


def _tax_number(client: Client) -> Node | None:
    return text("TaxNumber", f"***{client.tax_number[-3:]}") if client.tax_number else None


def _links(call: Call, client: Client) -> tuple[Node | None, ...]:
    billed = (
        find_by_uuid(call.tenant.clients, client.billing_client_uuid) if client.billing_client_uuid else None
    )
    billing = (
        group("BillingClient", (text("UUID", billed.uuid), text("Name", billed.name))) if billed else None
    )
    return (
        staff_node(call.tenant, "AccountManager", client.account_manager_uuid),
        staff_node(call.tenant, "JobManager", client.job_manager_uuid),
        billing,
    )
