"""Calls about clients (vendor page "XPM 3.1 Clients", scope practicemanager.client)."""

from collections.abc import Iterator
from datetime import UTC, datetime

from minutebook.xpm.api.calls import Calls, path_to, reading_only
from minutebook.xpm.records import Client, NewClient
from minutebook.xpm.wire import Call
from minutebook.xpm.xml.reading import read_client
from minutebook.xpm.xml.writing import write_new_client

CLIENTS = ("Clients", "Client")


class ClientCalls(Calls):
    """The calls about clients."""

    def list_clients(self, modified_since: datetime | None = None) -> Iterator[Client]:
        """Give all clients in detail while they arrive, archived and deleted ones too (flagged).

        XPM 3.1 Clients: GET client.api/list. Whole only when it ends without error: apply nothing before.
        """
        query = {"detailed": "true"}
        if modified_since is not None:
            query["modifiedsince"] = _written_moment(modified_since)
        call = Call("GET", "client.api/list", tuple(query.items()))
        return self._transport.stream(call, *CLIENTS, read_client)

    def search_clients(self, query: str) -> list[Client]:
        """Give the clients that XPM finds for these words. XPM 3.1 Clients: GET client.api/search."""
        return self._read_list(
            "client.api/search", CLIENTS, read_client, {"query": query, "detailed": "true"}
        )

    def get_client(self, client_uuid: str) -> Client:
        """Give one client; raises NotFound. XPM 3.1 Clients: GET client.api/get."""
        return self._read(path_to("client.api/get", client_uuid), reading_only(CLIENTS, read_client))

    def add_client(self, client: NewClient) -> Client:
        """Add a client: a repeat adds a second one. XPM 3.1 Clients: POST client.api/add."""
        return self._write(
            "POST", "client.api/add", write_new_client(client), reading_only(CLIENTS, read_client)
        )


def _written_moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("modified_since needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
