"""Calls for the practice's own lists: staff, templates, categories, tasks and standard costs."""

from minutebook.xpm.api.calls import Calls
from minutebook.xpm.errors import RetryLater
from minutebook.xpm.records import Category, CostItem, JobTemplate, Staff, Task
from minutebook.xpm.xml.envelope import Element, MalformedAnswer, list_items
from minutebook.xpm.xml.reading import (
    read_category,
    read_cost_item,
    read_staff,
    read_task,
    read_template,
)
from minutebook.xpm.xml.values import read_integer, require_token

MAX_PAGES = 1000


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
        for page in range(1, MAX_PAGES + 1):
            found = self._read("cost.api/list", _read_cost_page, {"page": str(page)})
            if not found:
                return items
            items += found
        raise RetryLater("The list of standard costs does not end.", exchange=self.last_exchange)


def _read_cost_page(root: Element) -> list[CostItem]:
    require_token(root, "Records")
    records = read_integer(root, "Records")
    if records == 0 and root.find("Costs") is None:
        return []
    found = [read_cost_item(element) for element in list_items(root, "Costs", "Cost")]
    if len(found) != records:
        raise MalformedAnswer(f"the page says {records} records and holds {len(found)}")
    return found
