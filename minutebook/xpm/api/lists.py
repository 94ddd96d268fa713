"""Calls for the practice's own lists: staff, templates, categories, tasks and standard costs."""

from minutebook.xpm.api.calls import Calls
from minutebook.xpm.errors import NotAllowed, Refused, RetryLater
from minutebook.xpm.records import Category, CostItem, JobTemplate, Staff, Task
from minutebook.xpm.xml.envelope import Element, MalformedAnswer, list_items
from minutebook.xpm.xml.reading import (
    read_category,
    read_cost_item,
    read_staff,
    read_task,
    read_template,
)
from minutebook.xpm.xml.values import read_integer, read_token

MAX_PAGES = 1000
COST_PAGE_SIZE = 1000


class ListCalls(Calls):
    """The calls for the practice's own lists."""

    def list_staff(self) -> list[Staff]:
        """Give the practice's people. XPM 3.1 Staff: GET staff.api/list."""
        return self._read_list("staff.api/list", ("StaffList", "Staff"), read_staff)

    def list_templates(self) -> list[JobTemplate]:
        """Give the job templates, names only. XPM 3.1 Templates: GET template.api/list."""
        return self._read_list("template.api/list", ("Templates", "Template"), read_template)

    def list_categories(self) -> list[Category]:
        """Give the job categories. XPM 3.1 Categories: GET category.api/list."""
        return self._read_list("category.api/list", ("Categories", "Category"), read_category)

    def list_tasks(self) -> list[Task]:
        """Give the practice's tasks. XPM 3.1 Tasks: GET task.api/list."""
        return self._read_list("task.api/list", ("TaskList", "Task"), read_task)

    def list_cost_items(self) -> list[CostItem]:
        """Give the whole standard-cost catalogue, page by page. XPM 3.1 Costs: GET cost.api/list."""
        items: list[CostItem] = []
        found: list[CostItem] = []
        for page in range(1, MAX_PAGES + 1):
            may_be_beyond = 0 < len(found) < COST_PAGE_SIZE
            found = self._read_cost_page(page, may_be_beyond)
            if not found:
                return items
            items += found
        raise RetryLater("The list of standard costs does not end.", exchange=self.last_exchange)

    def _read_cost_page(self, page: int, may_be_beyond: bool) -> list[CostItem]:
        """Give a page; after one that was not full, a refusal says that there is no more, as an empty page does."""
        try:
            return self._read("cost.api/list", _parse_cost_page, {"page": str(page)})
        except Refused as error:
            if may_be_beyond and not isinstance(error, NotAllowed):
                return []
            raise


def _parse_cost_page(root: Element) -> list[CostItem]:
    """Give a page's items; the count that XPM puts beside them is checked where it is there."""
    records = read_token(root, "Records")
    if records == "0" and root.find("Costs") is None:
        return []
    found = [read_cost_item(element) for element in list_items(root, "Costs", "Cost")]
    if records and len(found) != read_integer(root, "Records"):
        raise MalformedAnswer(f"the page says {records} records and holds {len(found)}")
    return found
