"""The demo's main job: which appointment to make, and whether the sandbox then holds exactly that job."""

from decimal import Decimal
from typing import Any

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm
from minutebook.work import clock

from .firm import SHOWCASE_APPOINTEE, SHOWCASE_COMPANY, DemoFirm

DOCUMENTS = [
    "cover_letter",
    "circulating_resolution",
    "consent_to_act",
    "register_of_officeholders",
    "lodgement_summary",
]


def main_request(demo: DemoFirm) -> dict[str, Any]:
    """A request for `minutebook produce`: a director appointed to a demo company who is not one yet."""
    company, person = _company_and_person(demo)
    today = clock.today(demo.firm.zone).isoformat()
    return {
        "company": company.acn,
        "change": {
            "kind": "officeholder_appointment",
            "person": person.pk,
            "office": "director",
            "effective_on": today,
            "consent_dated": today,
        },
        "documents": DOCUMENTS,
        "release": {"way": "download"},
        "job": {
            "client": company.contact_id,
            "template": "CoSec - Change",
            "staff": ["me"],
            "state": "planned",
            "costs": [
                {
                    "description": f"Corporate secretarial: director appointed, {company.name}",
                    "quantity": "1",
                    "unit_cost": "0.00",
                    "unit_price": "130.00",
                    "code": "CS-OFFICER",
                },
                {
                    "description": "Registry search before lodgement",
                    "quantity": "2",
                    "unit_cost": "9.50",
                    "unit_price": "15.00",
                    "code": "CS-SEARCH",
                },
            ],
        },
        "wait_seconds": 90,
    }


def differences(
    result: dict[str, Any], request: dict[str, Any], world: dict[str, Any], jobs_before: int
) -> list[str]:
    """What the sandbox holds otherwise than asked for; empty when it holds exactly that job with its costs."""
    jobs = [job for tenant in world["tenants"] for job in tenant["jobs"]]
    ours = [job for job in jobs if result["marker"] in str(job)]
    found = []
    if len(jobs) != jobs_before + 1:
        found.append(f"the sandbox has {len(jobs) - jobs_before} new jobs, not 1")
    if len(ours) != 1:
        return [*found, f"{len(ours)} jobs carry {result['marker']}"]
    if ours[0]["id"] != result["job_number"]:
        found.append(f"the sandbox calls the job {ours[0]['id']}, not {result['job_number']}")
    wanted = sorted(_cost(line) for line in request["job"]["costs"])
    held = sorted(_cost(line) for line in ours[0]["costs"])
    if wanted != held:
        found.append(f"the job's costs are {held}, not {wanted}")
    return found


def _cost(line: dict[str, Any]) -> tuple[str, Decimal, Decimal, Decimal]:
    numbers = (Decimal(str(line[name])) for name in ("quantity", "unit_cost", "unit_price"))
    quantity, unit_cost, unit_price = numbers
    return str(line["description"]), quantity, unit_cost, unit_price


def _company_and_person(demo: DemoFirm) -> tuple[Company, Contact]:
    """The showcase pair; on a later run the next company and person who fit."""
    company, person = demo.company(SHOWCASE_COMPANY), demo.person(SHOWCASE_APPOINTEE)
    if _fits(company, person):
        return company, person
    for other in Company.objects.for_firm(demo.firm).filter(contact__clients__isnull=False).distinct():
        for candidate in _directors_elsewhere(demo.firm):
            if _fits(other, candidate):
                return other, candidate
    raise RuntimeError("every demo company has every director: remove the demo's folder to begin anew")


def _directors_elsewhere(firm: Firm) -> list[Contact]:
    people = Contact.objects.for_firm(firm).filter(kind=Contact.Kind.INDIVIDUAL, is_deceased=False)
    return [person for person in people.exclude(director_id_sealed="") if person.birth_date and person.line_1]


def _fits(company: Company, person: Contact) -> bool:
    """Several directors already, and no change under way that appoints this person."""
    directors = company.officeholders.filter(office="director", ceased_on=None)
    is_in = directors.filter(contact=person).exists()
    is_coming = company.changes.exclude(status="withdrawn").filter(facts__contact_id=person.pk).exists()
    return directors.count() > 1 and not is_in and not is_coming
