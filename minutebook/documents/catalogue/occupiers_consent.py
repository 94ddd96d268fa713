"""The occupier's consent to a registered office at premises the company does not occupy (s100, s143)."""

from minutebook.companies.wording import long_date
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Note,
    Paper,
    Paragraph,
    Signature,
    Signatures,
)
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.phrases import ACT, company_in_full, company_number, make_paper

TITLE = "Occupier's consent to registered office"


def build(pack: PackFacts) -> Paper:
    """Lay out the consent; raises DomainError where the company occupies the address or no occupier is named."""
    move = pack.move
    if move is None or move.company_occupies or not move.occupier_name:
        raise DomainError(
            "no_occupier", "No other occupier is named for the address, so nobody has to consent."
        )
    from_day = f" from {long_date(move.takes_effect_on)}" if move.takes_effect_on else ""
    blocks: list[Block] = [
        AddressBlock((f"To: {pack.company.name}", company_number(pack.company))),
        Paragraph(f"{move.occupier_name} (the occupier) occupies {move.address.premises()} (the premises)."),
        Paragraph(
            "The occupier consents to the premises being the registered office of"
            f" {company_in_full(pack.company)} (the company){from_day}, as section 143 of {ACT} requires"
            " where a company does not occupy the premises itself. The occupier has not withdrawn this"
            " consent."
        ),
        Paragraph("The occupier agrees that, while the consent stands:"),
        Bullets(
            (
                (
                    "documents may be left at the premises for the company, and will be passed on to it"
                    " promptly;"
                ),
                "the company may display its name there as the law requires; and",
                (
                    "the occupier will give the company reasonable notice in writing before withdrawing the"
                    " consent."
                ),
            )
        ),
        Signatures(
            (
                Signature(
                    move.occupier_name,
                    "Occupier, or a person authorised to sign for the occupier",
                    lines=("Name and position of the person signing:", "____________________"),
                ),
            )
        ),
        Note("Sign and date this consent before the notice of the new address is lodged with ASIC."),
    ]
    return make_paper(pack, TITLE, blocks)
