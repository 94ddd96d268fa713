"""What a firm creates in XPM by hand, once: few templates, tasks and categories, since XPM lets nobody create them by API.

Pure facts; the reasons stand in docs. Names are compared without case and spaces at the ends.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToCreate:
    """One thing to create in XPM: its name, and what it is for."""

    name: str
    purpose: str
    tasks: tuple[str, ...] = ()


SECRETARIAL = "Corporate secretarial"
ADVICE = "Corporate secretarial - advice"

TEMPLATES = (
    ToCreate("CoSec - Annual", "annual reviews, returns and solvency resolutions", (SECRETARIAL,)),
    ToCreate("CoSec - Change", "officeholders, addresses, names and particulars", (SECRETARIAL,)),
    ToCreate("CoSec - Shares", "allotments, transfers, buy-backs and dividends", (SECRETARIAL, ADVICE)),
    ToCreate("CoSec - Formation or closing", "incorporation, deregistration and strike-off", (SECRETARIAL, ADVICE)),
    ToCreate("CoSec - Service", "registered office, registers, searches and reprints", (SECRETARIAL,)),
)
TASKS = (
    ToCreate(SECRETARIAL, "the one task of every job; labels Prepare, Review, Sign, Lodge, Bill"),
    ToCreate(ADVICE, "only for buy-back, restructure and formation"),
)
CATEGORIES = (
    ToCreate("CoSec - billable", "jobs that are invoiced on their own"),
    ToCreate("CoSec - covered", "jobs that the yearly fee covers, so that their time can be told apart"),
)
