"""Calls about the costs on a job (vendor page "XPM 3.1 Jobs"); XPM can neither delete nor merge them."""

from minutebook.xpm.api.calls import Calls, path_to
from minutebook.xpm.records import Cost, NewCost
from minutebook.xpm.xml.envelope import Element, find_optional
from minutebook.xpm.xml.reading import read_cost
from minutebook.xpm.xml.writing import write_cost_update, write_new_cost

COSTS = ("Costs", "Cost")


class CostCalls(Calls):
    """The calls about the costs on a job."""

    def list_job_costs(self, job_id: str, *, is_proof: bool = False) -> list[Cost]:
        """Give all costs on a job. XPM 3.1 Jobs: GET job.api/costs.

        With `is_proof`, where none means that one is sent again, an answer without the list raises RetryLater.
        """
        read = self._read_list if is_proof else self._read_list_on_job
        return read(path_to("job.api/costs", job_id), COSTS, read_cost)

    def add_cost(self, cost: NewCost) -> Cost | None:
        """Put a cost on a job: a repeat adds a second one. XPM 3.1 Jobs: POST job.api/cost.

        None when the answer holds no cost, which is not documented: read the job's costs for its UUID.
        """
        return self._write("POST", "job.api/cost", write_new_cost(cost), _read_any_cost)

    def update_cost(self, cost_uuid: str, cost: NewCost) -> Cost | None:
        """Set the values of a cost, which stays on its job. XPM 3.1 Jobs: PUT job.api/cost.

        None when the answer holds no cost.
        """
        return self._write("PUT", "job.api/cost", write_cost_update(cost_uuid, cost), _read_any_cost)


def _read_any_cost(root: Element) -> Cost | None:
    element = find_optional(root, *COSTS)
    return None if element is None else read_cost(element)
