from __future__ import annotations

import httpx2
import pytest

from minutebook.xpm_sandbox.tests.practice import Practice, fetch

SCRIPT = "<script>alert('x')</script> & \"q\""


def test_home_shows_jobs_calls_and_modes(practice: Practice) -> None:
    practice.add_job()
    page = _get(practice, "/").text
    for wanted in ("Jobs of Example &amp; Partners: 1", "J000001", "POST job.api/add", "own_id_clash"):
        assert wanted in page


def test_job_page_shows_costs_notes_and_people(practice: Practice) -> None:
    practice.add_job()
    practice.post("job.api/cost", practice.cost_body("J000001", "<Note>ref A1-c1</Note>"))
    practice.tenant.jobs[0].assigned.append(practice.tenant.staff[1].uuid)
    page = _get(practice, "/jobs/J000001").text
    for wanted in ("Costs: 90.00 ex tax", "ref A1-c1", "Hēmi Tāmati", "01 Jul 2026 to 31 Oct 2026"):
        assert wanted in page


def test_pages_escape_everything(practice: Practice) -> None:
    practice.add_job(name="x")
    practice.tenant.jobs[0].name = practice.tenant.jobs[0].description = SCRIPT
    practice.tenant.clients[0].name = SCRIPT
    for path in ("/", "/jobs/J000001", "/clients"):
        page = _get(practice, path).text
        assert "<script" not in page
        assert "&lt;script&gt;" in page


def test_job_number_with_punctuation_has_a_page(practice: Practice) -> None:
    practice.add_job("<ID>A-7 &amp;</ID>")
    assert 'href="/jobs/A-7%20%26?tenant=' in _get(practice, "/").text
    assert _get(practice, "/jobs/A-7%20%26").status_code == 200


def test_clients_page_flags_archived_ones(practice: Practice) -> None:
    assert "<td>archived</td>" in _get(practice, "/clients").text


@pytest.mark.parametrize(
    "path", ["/jobs/J000009", "/nothing", "/jobs", "/jobs/a/b", "/?tenant=x/../y", "/clients?tenant=z"]
)
def test_unknown_page_is_told_plainly(practice: Practice, path: str) -> None:
    response = _get(practice, path)
    assert response.status_code == (200 if path.startswith("/?") else 404)


def test_empty_world_says_what_to_do(practice: Practice) -> None:
    assert "There is no job yet." in _get(practice, "/").text


def _get(practice: Practice, path: str) -> httpx2.Response:
    return fetch("GET", f"{practice.server.url}{path}")
