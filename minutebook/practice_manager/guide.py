"""What a firm creates in XPM by hand, once: few templates, tasks and categories, since XPM takes none by its API.

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
    ToCreate("CoSec - Annual", "For annual reviews, returns and solvency resolutions", (SECRETARIAL,)),
    ToCreate("CoSec - Change", "For officeholders, addresses, names and particulars", (SECRETARIAL,)),
    ToCreate("CoSec - Shares", "For allotments, transfers, buy-backs and dividends", (SECRETARIAL, ADVICE)),
    ToCreate(
        "CoSec - Formation or closing",
        "For incorporation, deregistration and strike-off",
        (SECRETARIAL, ADVICE),
    ),
    ToCreate("CoSec - Service", "For registered office, registers, searches and reprints", (SECRETARIAL,)),
)
TASKS = (
    ToCreate(SECRETARIAL, "The one task of every job, with the labels Prepare, Review, Sign, Lodge and Bill"),
    ToCreate(ADVICE, "Only for buy-back, restructure and formation"),
)
CATEGORIES = (
    ToCreate("CoSec - billable", "For jobs that are invoiced on their own"),
    ToCreate("CoSec - covered", "For jobs that the yearly fee covers, so that their time can be told apart"),
)
