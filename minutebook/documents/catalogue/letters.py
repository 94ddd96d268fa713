"""What the firm's letters have in common: how they end."""

from minutebook.documents.blocks import Block, Paragraph, Signature, Signatures
from minutebook.documents.catalogue.pack import PackFacts


def sign_off(pack: PackFacts) -> tuple[Block, ...]:
    """The close of a letter, with the firm's telephone and address for questions where they are known."""
    ways = " or ".join(way for way in (pack.firm.phone, pack.firm.email) if way)
    questions = (Paragraph(f"If anything is unclear, please reach us on {ways}."),) if ways else ()
    return (
        *questions,
        Paragraph("Yours sincerely"),
        Signatures((Signature(pack.firm.name, "", date_line=False),)),
    )
