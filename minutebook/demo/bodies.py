"""Trusts, funds, partnerships, joint holders, companies of others: neither people nor companies in our care.

A trust is never a member itself: its trustee holds the shares and not beneficially.
"""

from dataclasses import dataclass

from minutebook.contacts.models import Contact

from .addresses import FIRM_OFFICE

Kind = Contact.Kind


@dataclass(frozen=True, slots=True)
class BodySpec:
    """One body; `has_abn` is for those that carry on an enterprise."""

    key: str
    kind: Contact.Kind
    name: str
    address: str
    has_abn: bool = True


BODIES: tuple[BodySpec, ...] = (
    BodySpec("ngarimu_trust", Kind.TRUST, "The Ngārimu Whānau Trust", "8 Currawong Rise, Manly NSW 2095"),
    BodySpec("drummeadow_trust", Kind.TRUST, "Drummeadow Discretionary Trust", FIRM_OFFICE),
    BodySpec("marlopine_trust", Kind.TRUST, "Marlopine Unit Trust No. 1", "38 Hakea Street, Ryde NSW 2112"),
    BodySpec("papak_trust", Kind.TRUST, "Papakonstantinou Family Trust", "70 Casuarina Road, Kogarah NSW 2217"),
    BodySpec("thrumble_estate", Kind.TRUST, "Estate of the late Peter Alan Thrumble", FIRM_OFFICE, has_abn=False),
    BodySpec("fenwickle_fund", Kind.SMSF, "Fenwickle Superannuation Fund", "48 Acacia Terrace, Turramurra NSW 2074"),
    BodySpec("chan_fund", Kind.SMSF, "Chan & Chan Super Fund", "55 Grevillea Avenue, Chatswood NSW 2067"),
    BodySpec("wexthrale", Kind.PARTNERSHIP, "Wexcombe, Thrale & Pettifold", "23 Sheoak Street, Hunters Hill NSW 2110"),
    BodySpec("wisniewski_joint", Kind.JOINT, "Bogdan Łukasz Wiśniewski and Zofia Wiśniewska",
             "27 Banksia Crescent, Ashfield NSW 2131", has_abn=False),
    BodySpec("yarrabeck_joint", Kind.JOINT, "Lachlan Yarrabeck & Fiona Yarrabeck",
             "Glenquoich; 1440 Merinda Road, Dubbo NSW 2830", has_abn=False),
    BodySpec("brackwell", Kind.OTHER, "Brackwell Lantern Solicitors", "Suite 9; 200 Tawny Owl Street, Sydney NSW 2000"),
    BodySpec("committee", Kind.OTHER, 'The "Under < 5" Toy & Book Library', "1 Bottlebrush Avenue, Gosford NSW 2250"),
    BodySpec("kotuku", Kind.COMPANY, "Kōtukuvale Holdings Limited", "3 Kererū Way, Petone 5012, NZ", has_abn=False),
)  # fmt: skip
