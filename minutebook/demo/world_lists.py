"""What the demo firm has set up in its Xero Practice Manager: states, tasks, templates, categories, standard costs.

Prices are examples in Australian dollars without GST. A cost that differs from job to job stands at 0, as
practices keep it in their list.
"""

from typing import Any

Plain = dict[str, Any]

SECRETARIAL = "Corporate secretarial"
ADVICE = "Corporate secretarial - advice"

# Name, code, type: readers see the name, writers send the code.
_STATES = (
    ("Planned", "PLAN", "Standard"),
    ("In Progress", "WIP", "Standard"),
    ("Waiting on Client", "WITHCLIENT", "Standard"),
    ("Ready to Bill", "TOBILL", "Standard"),
    ("On Hold", "ONHOLD", "On Hold"),
    ("Completed", "DONE", "Completed"),
    ("Cancelled", "CANCELLED", "Cancelled"),
)
# What an administrator would type in Settings: our role, the state's name in XPM, its code there.
JOB_STATES: dict[str, tuple[str, str]] = {
    "planned": ("Planned", "PLAN"),
    "in progress": ("In Progress", "WIP"),
    "complete": ("Completed", "DONE"),
    "cancelled": ("Cancelled", "CANCELLED"),
}

# Code, description, unit cost, unit price.
_STANDARD_COSTS = (
    ("CS-REVIEW", "Corporate secretarial: annual review", "0.00", "150.00"),
    ("CS-OFFICER", "Corporate secretarial: officeholder appointed or ceased", "0.00", "130.00"),
    ("CS-PARTIC", "Corporate secretarial: officeholder's or member's particulars", "0.00", "60.00"),
    ("CS-ADDRESS", "Corporate secretarial: registered office or place of business", "0.00", "90.00"),
    ("CS-NAME", "Corporate secretarial: change of company name", "0.00", "190.00"),
    ("CS-ALLOT", "Corporate secretarial: allotment of shares", "0.00", "230.00"),
    ("CS-TRANSFER", "Corporate secretarial: transfer of shares", "0.00", "200.00"),
    ("CS-BUYBACK", "Corporate secretarial: buy-back or cancellation", "0.00", "490.00"),
    ("CS-CLASS", "Corporate secretarial: subdivision, conversion & class rights", "0.00", "270.00"),
    ("CS-DIVIDEND", "Corporate secretarial: dividend", "0.00", "130.00"),
    ("CS-CONTROL", "Corporate secretarial: ultimate holding company", "0.00", "90.00"),
    ("CS-AGENT", "Corporate secretarial: registered agent", "0.00", "0.00"),
    ("CS-MINUTE", "Corporate secretarial: minute or resolution", "0.00", "80.00"),
    ("CS-FORM", "Corporate secretarial: incorporation", "0.00", "370.00"),
    ("CS-CLOSE", "Corporate secretarial: deregistration", "0.00", "200.00"),
    ("CS-ROS", "Registered office service, a year", "0.00", "150.00"),
    ("CS-REGISTER", "Registers and minute book, a year", "0.00", "150.00"),
    ("CS-REPRINT", "Document reprint or duplicate certificate", "0.00", "30.00"),
    ("CS-SEARCH", "Registry search or extract", "0.00", "15.00"),
    ("CS-CORRECT", "Corporate secretarial: correction or late lodgement", "0.00", "140.00"),
    ("ASIC-REVIEW", "ASIC annual review fee, proprietary company, at cost", "342.00", "342.00"),
    ("ASIC-201", "ASIC registration of a company, at cost", "636.00", "636.00"),
    ("ASIC-205", "ASIC change of name, at cost", "0.00", "0.00"),
    ("ASIC-410", "ASIC name reservation, at cost", "61.00", "61.00"),
    ("ASIC-6010", "ASIC deregistration, at cost", "47.00", "47.00"),
    ("ASIC-LATE", "ASIC late fee, at cost", "0.00", "0.00"),
    ("REG-SEARCH", "Registry search through a broker", "0.00", "0.00"),
    ("POST", "Postage & courier, at cost", "0.00", "0.00"),
)


def world_lists() -> Plain:
    """Give the practice's own lists in the seed's form."""
    return {
        "states": [{"name": name, "code": code, "type": kind} for name, code, kind in _STATES],
        "categories": [
            {"name": name} for name in ("CoSec - billable", "CoSec - covered", "Compliance", "Internal")
        ],
        "tasks": [
            {"name": SECRETARIAL, "description": "Prepare, review, sign, lodge, bill"},
            {"name": ADVICE},
            {"name": "Income tax return"},
            {"name": "Financial statements"},
        ],
        "templates": _templates(),
        "standard_costs": [
            {"code": code, "description": description, "unit_cost": cost, "unit_price": price}
            for code, description, cost, price in _STANDARD_COSTS
        ],
    }


def _templates() -> list[Plain]:
    plain, advised = [_task(SECRETARIAL, 45)], [_task(SECRETARIAL, 90), _task(ADVICE, 60)]
    annual = {
        "code": "CS-REVIEW",
        "description": "Corporate secretarial: annual review",
        "unit_price": "150.00",
    }
    return [
        {"name": "CoSec - Annual", "tasks": plain, "costs": [annual],
         "milestones": [{"description": "Solvency resolution signed", "days": 45}]},
        {"name": "CoSec - Change", "tasks": plain, "milestones": [{"description": "Papers signed", "days": 14}]},
        {"name": "CoSec - Shares", "tasks": advised},
        {"name": "CoSec - Formation or closing", "tasks": advised},
        {"name": "CoSec - Service", "tasks": plain},
        {"name": "Annual compliance - company",
         "tasks": [_task("Financial statements", 240), _task("Income tax return", 120)]},
    ]  # fmt: skip


def _task(name: str, minutes: int) -> Plain:
    return {"task": name, "estimated_minutes": minutes}
