"""The envelope of answers: what is taken, what is turned away, and that half a list is never a list."""

from collections.abc import Iterator
from time import perf_counter

import pytest

from minutebook.xpm.xml.envelope import (
    ErrorAnswer,
    MalformedAnswer,
    find_only,
    find_optional,
    list_items,
    open_envelope,
    stream_envelope,
)

OK = b"<Response><Status>OK</Status>"
THREE = (
    OK
    + b"<Clients><Client><UUID>1</UUID></Client><Client /><Client><UUID>3</UUID></Client></Clients>"
    + b"</Response>"
)
BOMB = (
    b'<!DOCTYPE Response [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    b"<Response><Status>OK</Status><Clients><Client>&c;</Client></Clients></Response>"
)
LOCAL_FILE = (
    b'<!DOCTYPE Response [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    b"<Response><Status>OK</Status><Clients><Client>&f;</Client></Clients></Response>"
)
MALFORMED = [
    b"",
    b" ",
    b"<html></html>",
    b"<Response><Status>OK</Status>",
    b"<Response><Status></Status></Response>",
    b"<Response></Response>",
    b"\xff\xfe<",
    b"<Response><Status>OK</Status><Name>a & b</Name></Response>",
    BOMB,
    BOMB.decode().encode("utf-16"),
    LOCAL_FILE,
    b"<!DOCTYPE Response>" + THREE,
]


def _stream(body: bytes, size: int = 7) -> Iterator[str]:
    pieces = (body[start : start + size] for start in range(0, len(body), size))
    return (element.findtext("UUID") or "" for element in stream_envelope(pieces, "Clients", "Client"))


@pytest.mark.parametrize("body", MALFORMED)
def test_foreign_or_broken_answer_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedAnswer):
        open_envelope(body)
    with pytest.raises(MalformedAnswer):
        list(_stream(body))


DESCRIPTION = b"<ErrorDescription>\nInvalid state code </ErrorDescription>"
ERRORS = [
    b"<Response><Status>ERROR</Status>" + DESCRIPTION + b"</Response>",
    b"<Response>" + DESCRIPTION + b"<Status> error </Status></Response>",
    b'<Response api-method="State"><Clients /><Status>ERROR</Status>' + DESCRIPTION + b"</Response>",
]


@pytest.mark.parametrize("body", ERRORS)
def test_status_error_is_an_error_wherever_it_stands(body: bytes) -> None:
    with pytest.raises(ErrorAnswer, match=r"^Invalid state code$"):
        open_envelope(body)
    with pytest.raises(ErrorAnswer, match=r"^Invalid state code$"):
        list(_stream(body))


@pytest.mark.parametrize(
    "opening",
    [
        b"<Response>",
        b'<Response api-method="Get">',
        b'<?xml version="1.0" encoding="utf-8"?>\n<Response>\n',
        b"\xef\xbb\xbf<Response><!-- a remark --><?a page?>",
    ],
)
def test_envelope_is_taken_with_and_without_its_extras(opening: bytes) -> None:
    body = opening + THREE.removeprefix(b"<Response>")
    assert len(list_items(open_envelope(body), "Clients", "Client")) == 3
    assert list(_stream(body)) == ["1", "", "3"]


@pytest.mark.parametrize("size", [7, 10_000])
@pytest.mark.parametrize(
    "body",
    [
        THREE.replace(b"<Response>", b'<Response xmlns="https://api.xero.com/practicemanager">'),
        THREE.replace(b"<Response>", b'<Response xmlns:i="http://www.w3.org/2001/XMLSchema-instance">'),
        THREE.replace(b"<", b"<x:")
        .replace(b"<x:/", b"</x:")
        .replace(b"<x:Response>", b"<x:Response xmlns:x='u'>"),
        THREE.replace(b"<Clients>", b"<Clients xmlns='u'>").replace(b"<Client />", b"<Client xmlns='v' />"),
    ],
)
def test_namespaces_make_no_difference(body: bytes, size: int) -> None:
    given = list_items(open_envelope(body), "Clients", "Client")
    assert [element.findtext("UUID") or "" for element in given] == ["1", "", "3"]
    assert list(_stream(body, size)) == ["1", "", "3"]


def test_refusal_in_a_namespace_is_one() -> None:
    body = b"<Response xmlns='u'><Status>ERROR</Status>" + DESCRIPTION + b"</Response>"
    with pytest.raises(ErrorAnswer, match=r"^Invalid state code$"):
        open_envelope(body)
    with pytest.raises(ErrorAnswer, match=r"^Invalid state code$"):
        list(_stream(body))


def test_list_may_be_absent_where_the_caller_says_so_and_nothing_else_stands_there() -> None:
    assert list_items(open_envelope(OK + b"</Response>"), "Costs", "Cost", may_be_absent=True) == []
    with pytest.raises(MalformedAnswer, match="the answer holds no Costs"):
        list_items(open_envelope(OK + b"<Jobs /></Response>"), "Costs", "Cost", may_be_absent=True)


SPELT = "<Response><Status>OK</Status><Clients><Client><UUID>Māia café</UUID></Client></Clients></Response>"
LATIN = SPELT.replace("ā", "a")


@pytest.mark.parametrize(
    ("body", "encoding", "read"),
    [
        (SPELT.encode(), "", "Māia café"),
        (SPELT.encode(), "UTF-8", "Māia café"),
        (SPELT.encode(), "no such thing", "Māia café"),
        (LATIN.encode("latin-1"), "iso-8859-1", "Maia café"),
        (LATIN.encode("cp1252"), "Windows-1252", "Maia café"),
        (b'<?xml version="1.0" encoding="windows-1252"?>' + LATIN.encode("cp1252"), "", "Maia café"),
        (b'<?xml version="1.0" encoding="utf-16"?>' + SPELT.encode(), "utf-8", "Māia café"),
        (SPELT.encode("utf-16"), "utf-16", "Māia café"),
        (SPELT.encode("utf-16"), "utf-8", "Māia café"),
        (SPELT.encode("utf-16-le"), "utf-16le", "Māia café"),
    ],
)
def test_answer_is_read_in_the_encoding_its_header_names(body: bytes, encoding: str, read: str) -> None:
    assert open_envelope(body, encoding).findtext("Clients/Client/UUID") == read
    pieces = (body[start : start + 7] for start in range(0, len(body), 7))
    items = stream_envelope(pieces, "Clients", "Client", encoding)
    assert [element.findtext("UUID") for element in items] == [read]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
def test_stream_gives_the_same_whatever_the_pieces(size: int) -> None:
    assert list(_stream(THREE, size)) == ["1", "", "3"]


def test_stream_takes_the_status_after_the_list() -> None:
    assert list(
        _stream(b"<Response><Clients><Client><UUID>1</UUID></Client></Clients><Status>OK</Status></Response>")
    )


def test_stream_raises_at_the_end_of_a_cut_list() -> None:
    given = []
    with pytest.raises(MalformedAnswer):
        given.extend(_stream(THREE[:-12]))
    items = _stream(THREE[:-12])
    assert [next(items), next(items)] == ["1", ""]


@pytest.mark.parametrize("empty", [b"<Clients />", b"<Clients></Clients>", b"<Clients>\n</Clients>"])
def test_empty_list_is_empty_and_a_missing_one_malformed(empty: bytes) -> None:
    assert list(_stream(OK + empty + b"</Response>")) == []
    assert list_items(open_envelope(OK + empty + b"</Response>"), "Clients", "Client") == []
    with pytest.raises(MalformedAnswer, match="the answer holds no Clients"):
        list(_stream(OK + b"</Response>"))
    with pytest.raises(MalformedAnswer, match="the answer holds no Clients"):
        list_items(open_envelope(OK + b"</Response>"), "Clients", "Client")


@pytest.mark.parametrize(
    "items", [b"<Client /><New />", b"<New><Client /></New><Client />", b"<Client /><New /><Client />"]
)
def test_element_we_do_not_know_is_passed_over_in_a_list(items: bytes) -> None:
    body = OK + b"<New /><Clients>" + items + b"</Clients><New /></Response>"
    given = list_items(open_envelope(body), "Clients", "Client")
    assert [element.tag for element in given] == ["Client"] * len(given) != []
    assert len(list(_stream(body))) == len(given)


def test_list_of_something_else_is_malformed() -> None:
    body = OK + b"<Clients><Job /><Job /></Clients></Response>"
    with pytest.raises(MalformedAnswer, match="something other than Client"):
        list(_stream(body))
    with pytest.raises(MalformedAnswer, match="something other than Client"):
        list_items(open_envelope(body), "Clients", "Client")


def test_nested_namesakes_are_no_items() -> None:
    inner = b"<Clients><Client><UUID>9</UUID></Client></Clients>"
    body = OK + b"<Clients><Client><UUID>1</UUID>" + inner + b"</Client></Clients></Response>"
    assert list(_stream(body)) == ["1"]


def test_bare_ampersand_is_mended_in_addresses_only() -> None:
    links = b"<Document><URL>https://x/y?a=1&b=2&amp;c=3&#38;d=4</URL></Document></Response>"
    root = open_envelope(OK + links)
    assert root.findtext("Document/URL") == "https://x/y?a=1&b=2&c=3&d=4"
    page = open_envelope(OK + b"<Job /><WebUrl>https://x/y?id=1&b=2</WebUrl></Response>")
    assert page.findtext("WebUrl") == "https://x/y?id=1&b=2"
    with pytest.raises(MalformedAnswer):
        open_envelope(OK + b"<A>&</A>" + links)


LONG = 3 * 1024**2
# Each takes minutes for a reader that looks through all the rest of the answer again for every piece of it.
LASTING = {
    "addresses without an end": b"<URL>" * (LONG // 5),
    "addresses within one another": b"<WebUrl>" * 200 + b"<URL>&</URL>" * (LONG // 12),
    "ampersands": b"<WebUrl>" + b"&" * LONG,
    "half of a character": b"<WebUrl>" + b"&#1" * (LONG // 3),
    "half of a comment": b"<!--" + b"- " * (LONG // 2),
    "half of a text": b"<Name><![CDATA[" + b"]]" * (LONG // 2),
    "attributes": b"<Job " + b" ".join(b"a%d=''" % number for number in range(LONG // 12)),
}


@pytest.mark.parametrize("repeated", LASTING.values(), ids=LASTING)
def test_hostile_repeats_are_turned_away_in_time(repeated: bytes) -> None:
    started = perf_counter()
    with pytest.raises(MalformedAnswer):
        open_envelope(OK + repeated)
    with pytest.raises(MalformedAnswer):
        list(_stream(OK + repeated, 65_536))
    assert perf_counter() - started < 30


def test_one_of_several_records_is_nobodys_guess() -> None:
    several = open_envelope(OK + b"<Jobs><Job><ID>J1</ID></Job><Job><ID>J2</ID></Job></Jobs></Response>")
    assert find_optional(several, "Jobs", "Job") is None


def test_one_record_is_found_alone_or_in_its_list() -> None:
    alone = open_envelope(OK + b"<Job><ID>J1</ID></Job></Response>")
    listed = open_envelope(OK + b"<Jobs><Job><ID>J1</ID></Job></Jobs></Response>")
    assert [find_only(root, "Jobs", "Job").findtext("ID") for root in (alone, listed)] == ["J1", "J1"]
    nothing = open_envelope(OK + b"</Response>")
    assert find_optional(nothing, "Jobs", "Job") is None
    with pytest.raises(MalformedAnswer, match="the answer holds no Job"):
        find_only(nothing, "Jobs", "Job")
