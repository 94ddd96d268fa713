"""What the directors resolve when the registered office moves."""

from minutebook.companies.facts import RegisteredOfficeFacts
from minutebook.companies.wording import long_date
from minutebook.documents.blocks import Bold, Item, Text
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import ACT, ASIC, company_in_full, notify_when


def background(pack: PackFacts, facts: RegisteredOfficeFacts) -> tuple[str, ...]:
    """Say where the registered office is and where it goes."""
    now = pack.registered_office
    where = f" at {now.one_line()}" if now else ""
    return (
        (
            f"The registered office of {company_in_full(pack.company)} (the company){where} is to move to"
            f" {facts.address.one_line()} (the new address)."
        ),
    )


def resolution(pack: PackFacts, facts: RegisteredOfficeFacts) -> tuple[Text | Item, ...]:
    """Move, deal with the occupier, say when it takes effect, notify."""
    return (
        ("That the registered office of the company be changed to ", Bold(facts.address.one_line()), "."),
        _occupier(facts),
        _takes_effect(facts),
        *_principal_place(facts),
        (
            f"That ASIC be notified of the new address {notify_when(pack)}, and that {pack.firm.name} be"
            " authorised to lodge the notice for the company."
        ),
    )


def _occupier(facts: RegisteredOfficeFacts) -> str:
    if facts.company_occupies:
        return "That it be recorded that the company occupies the premises at the new address."
    who = facts.occupier_name
    opening = (
        "That it be recorded that the company does not occupy the premises at the new address and that"
        f" {who} does"
    )
    if facts.occupier_consented_on:
        return (
            f"{opening}; that {who} has consented in writing and has not withdrawn that consent to their"
            " use as the company's registered office; and that the consent is dated"
            f" {long_date(facts.occupier_consented_on)}."
        )
    return (
        f"{opening}, and that the notice of the change be lodged only when {who} has consented in writing and"
        " has not withdrawn that consent to their use as the company's registered office."
    )


def _takes_effect(facts: RegisteredOfficeFacts) -> str:
    when = f"the seventh day after the notice of it is lodged with {ASIC}"
    if facts.takes_effect_on:
        when = f"the later of {when} and {long_date(facts.takes_effect_on)}"
    return (
        f"That it be noted that the change takes effect on {when} (section 142(3) of {ACT}), and that the present"
        " registered office be kept until then."
    )


def _principal_place(facts: RegisteredOfficeFacts) -> tuple[str, ...]:
    if not facts.also_principal_place:
        return ()
    return ("That the principal place of business be changed to the new address on the same day.",)
