"""The sandbox from outside, through its admin door: what it holds, faults on order, limits, the ledger."""

import json
import urllib.request
from typing import Any

Plain = dict[str, Any]


class SandboxDoor:
    """One running sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url

    def world(self) -> Plain:
        """All that it holds."""
        return self._call("GET", "world.json")

    def practice(self) -> Plain:
        """The practice of the demo firm."""
        return next(one for one in self.world()["tenants"] if one["type"] == "PRACTICEMANAGER")

    def ledger(self) -> list[Plain]:
        """Every call that came, oldest first."""
        return list(self._call("GET", "ledger.json")["entries"])

    def calls_under_way(self) -> int:
        """How many calls it is answering at this moment."""
        return int(self._call("GET", "ledger.json")["in_flight"])

    def order(self, *faults: Plain) -> None:
        """Order faults; each hits one call unless it says otherwise."""
        self._call("POST", "faults", list(faults))

    def clear_faults(self) -> None:
        """Forget the faults that no call has met yet."""
        self._call("DELETE", "faults")

    def change_job(self, job: Plain, values: Plain) -> None:
        """Change a job of the practice as a person does in XPM."""
        self._call("PATCH", f"tenants/{self.practice()['tenant_id']}/jobs/{job['id']}", values)

    def lift_limits(self) -> None:
        """Take away the limits of calls, for which no test waits."""
        self._call(
            "POST",
            "limits",
            {"minute": 1_000_000, "day": 1_000_000, "app_minute": 1_000_000, "concurrent": 50},
        )

    def settle(self) -> None:
        """Wait until it answers no call any more, late ones included."""
        self._call("POST", "settle", {})

    def _call(self, method: str, path: str, content: Any = None) -> Any:
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data=body, method=method)
        with urllib.request.urlopen(request, timeout=90) as answer:
            return json.load(answer)
