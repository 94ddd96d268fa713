"""From a pack's rows to its papers: the facts gathered, the documents proposed, previews and drafts rendered."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from minutebook.companies.changes.table import KINDS
from minutebook.companies.facts import CompanyFacts
from minutebook.companies.snapshots import company_facts, facts_of
from minutebook.core.blobs import read_blob
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm
from minutebook.work import clock

from .blocks import Paper
from .catalogue.pack import Addressee, Enclosure, FirmFacts, Meeting, PackFacts
from .catalogue.table import Proposed, build, documents_for
from .models import Document, DocumentPack
from .render import FirmLook, MissingGlyph, missing_glyphs, render_pdf_pack, require_glyphs


def pack_facts(pack: DocumentPack) -> PackFacts:
    """Everything the catalogue needs to write the pack's papers."""
    change, firm = pack.change, pack.firm
    kind, facts = KINDS[change.kind], facts_of(change)
    company = company_facts(pack.company)
    return PackFacts(
        company=company,
        change_kind=change.kind,
        facts=facts,
        document_date=pack.document_date,
        firm=firm_facts(firm),
        trace_number=pack.trace_number,
        addressee=_addressee(pack, company),
        meeting=_meeting(pack, company),
        decision="meeting" if pack.decision == "meeting" else "resolution",
        deadline=kind.deadline(facts),
        effect=kind.effect(facts, change.lodged_on, clock.today(firm.zone)),
    )


def firm_facts(firm: Firm) -> FirmFacts:
    """The firm as its letters name it."""
    return FirmFacts(
        name=firm.name,
        address_lines=firm.address_lines,
        phone=firm.phone,
        email=firm.email,
        agent_number=firm.agent_number,
    )


def firm_look(firm: Firm) -> FirmLook:
    """How the firm's papers look."""
    return FirmLook(
        name=firm.name,
        address_lines=firm.address_lines,
        phone=firm.phone,
        email=firm.email,
        website=firm.website,
        logo=read_blob(firm.logo_digest) if firm.logo_digest else None,
        colour=firm.colour,
    )


def propose_documents(pack: DocumentPack) -> tuple[Proposed, ...]:
    """The documents that the table calls for."""
    return documents_for(pack_facts(pack))


def paper_for(pack: DocumentPack, document: Document) -> Paper:
    """The wording of one document."""
    return build(document.key, _with_enclosures(pack, pack_facts(pack)))


def chosen_papers(pack: DocumentPack) -> list[tuple[Document, Paper]]:
    """The chosen documents in their order, each with its wording; refused when none is chosen."""
    facts = _with_enclosures(pack, pack_facts(pack))
    chosen = [document for document in pack.documents.all() if document.is_included]
    if not chosen:
        raise DomainError("no_documents", "No document is chosen. Tick at least one.", "documents")
    return [(document, build(document.key, facts)) for document in chosen]


def missing_characters(pack: DocumentPack) -> list[MissingGlyph]:
    """Characters of the pack that no installed font can show, each once: reported while it is a draft."""
    found = {glyph.character: glyph for _, paper in chosen_papers(pack) for glyph in missing_glyphs(paper)}
    return list(found.values())


def require_printable(pack: DocumentPack) -> None:
    """Refuse a pack that release would refuse: a character in it that no installed font can show."""
    require_glyphs([paper for _, paper in chosen_papers(pack)], firm_look(pack.firm))


def draft_pdf(pack: DocumentPack) -> bytes:
    """All chosen documents as one PDF marked DRAFT; releases nothing."""
    papers = [paper for _, paper in chosen_papers(pack)]
    return render_pdf_pack(papers, firm_look(pack.firm), draft=True)


def _with_enclosures(pack: DocumentPack, facts: PackFacts) -> PackFacts:
    """The cover letter lists what is chosen, in its order, not what was proposed."""
    signers = {one.key: one.signatories for one in documents_for(facts)}
    enclosed = tuple(
        Enclosure(document.title, signers.get(document.key, ()))
        for document in pack.documents.all()
        if document.is_included and document.key != "cover_letter"
    )
    return replace(facts, enclosed=enclosed)


def _addressee(pack: DocumentPack, company: CompanyFacts) -> Addressee | None:
    if not pack.addressee:
        return None
    office = company.registered_office
    return Addressee(pack.addressee, office.lines() if office else ())


def _meeting(pack: DocumentPack, company: CompanyFacts) -> Meeting | None:
    """The meeting as entered: {"held_at", "place", "chair": contact id, "apologies": [contact ids]}."""
    if pack.decision != "meeting" or not pack.meeting.get("held_at"):
        return None
    held_at = datetime.fromisoformat(pack.meeting["held_at"])
    directors = company.directors_on(held_at.date())
    absent = set(pack.meeting.get("apologies", ()))
    chair = next((one for one in directors if one.contact_id == pack.meeting.get("chair")), None)
    if chair is None:
        return None  # left the office since; the form asks for another, the papers leave lines to fill in
    return Meeting(
        place=pack.meeting.get("place", ""),
        held_at=held_at.replace(tzinfo=held_at.tzinfo or ZoneInfo(pack.firm.time_zone)),
        chair=chair,
        present=tuple(one for one in directors if one.contact_id not in absent),
        apologies=tuple(one for one in directors if one.contact_id in absent),
    )
