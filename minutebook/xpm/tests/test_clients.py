"""Calls about clients: streamed, paged, found and added."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import NotFound, ReconnectNeeded, Refused, RetryLater
from minutebook.xpm.records import Client, NewClient
from minutebook.xpm.tests.samples import BASE, CLIENT, FULL_CLIENT
from minutebook.xpm.tests.scripted import ScriptedServer, answer, error, ok


def test_search_gives_whole_clients(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Clients>{FULL_CLIENT}</Clients>"), ok()]
    assert api.search_clients("a&b") == [CLIENT]
    assert server.received[0].target == BASE + "client.api/search?query=a%26b&detailed=true"
    with pytest.raises(RetryLater):
        api.search_clients("a&b")


def test_clients_are_streamed_with_everything_but_the_tax_number(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Clients>{FULL_CLIENT}<Client><UUID>c9</UUID><Name>Bare</Name></Client></Clients>")]
    clients = list(api.list_clients(datetime(2026, 7, 1, 12, 30, tzinfo=timezone(timedelta(hours=12)))))
    assert clients == [CLIENT, Client("c9", "Bare")]
    assert "******123" not in repr(clients)
    assert (
        server.received[0].target
        == BASE + "client.api/list?detailed=true&modifiedsince=2026-07-01T00%3A30%3A00"
    )


def test_clients_since_a_moment_without_zone_is_a_mistake(api: Api) -> None:
    with pytest.raises(ValueError, match="time zone"):
        api.list_clients(datetime(2026, 7, 1))  # noqa: DTZ001


def test_cut_stream_of_clients_raises_after_the_last_whole_one(api: Api, server: ScriptedServer) -> None:
    many = "".join(f"<Client><UUID>c{n}</UUID><Name>{'n' * 200}</Name></Client>" for n in range(3000))
    server.script = [ok(f"<Clients>{many}</Clients>")[:-400]]
    seen: list[str] = []
    with pytest.raises(RetryLater):
        seen.extend(client.uuid for client in api.list_clients())
    assert seen
    assert seen == [f"c{n}" for n in range(len(seen))]
    assert api.last_exchange.excerpt == ""


def test_stream_of_clients_can_be_left_early_and_started_again(api: Api, server: ScriptedServer) -> None:
    server.script = [
        ok("<Clients><Client><UUID>c1</UUID></Client><Client><UUID>c2</UUID></Client></Clients>")
    ] * 2
    first = next(iter(api.list_clients()))
    assert [first, *api.list_clients()] == [Client("c1", ""), Client("c1", ""), Client("c2", "")]


def test_stream_of_clients_renews_an_expired_token(api: Api, server: ScriptedServer) -> None:
    server.script = [answer("", 401), ok("<Clients />"), error("Invalid request"), answer("", 403)]
    assert list(api.list_clients()) == []
    with pytest.raises(Refused, match=r"^Invalid request$"):
        list(api.list_clients())
    with pytest.raises(ReconnectNeeded):
        list(api.list_clients())


def test_one_client_is_read_with_its_web_address(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"{FULL_CLIENT}<WebUrl>https://xpm.example/c?id=1&amp;x=2</WebUrl>")]
    assert api.get_client("c1") == replace(CLIENT, web_url="https://xpm.example/c?id=1&x=2")
    assert server.received[0].target == BASE + "client.api/get/c1"


def test_unknown_client_is_not_found(api: Api, server: ScriptedServer) -> None:
    server.script = [error("Invalid client identifier")]
    with pytest.raises(NotFound):
        api.get_client("c9")


def test_client_is_added(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(FULL_CLIENT, "Add")]
    assert api.add_client(NewClient("Māori & Sons")) == CLIENT
    request = server.received[0]
    assert (request.method, request.target) == ("POST", BASE + "client.api/add")
    assert request.body == "<Client><Name>Māori &amp; Sons</Name></Client>"
