"""Version 3.0 of the API: the same world with whole numbers in the place of UUIDs.

A translation of what comes in and of what goes out, so that no endpoint knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from zlib import crc32

from minutebook.xpm_sandbox.tenants import HasUuid, Tenant

BASE = "/practicemanager/3.0/"
NEWER_ONLY = ("client.api/paged-list",)

_UUID = "[0-9a-f-]{36}"
_JOB_OUT = re.compile(rf"(<ID>[^<]*</ID>)<UUID>({_UUID})</UUID>")
_OUT = re.compile(rf"<(\w*)UUID>({_UUID})</\1UUID>")
_JOB_ROOT = re.compile(r"\s*(<\?xml[^>]*\?>)?\s*<Job[\s>]")
_IN = re.compile(r"<(\w*)ID>\s*(\d+)\s*</\1ID>")
_ATTRIBUTE_IN = re.compile(r'\b(task-)?id="(\d+)"')


def number_of(uuid: str) -> int:
    """Give the whole number that stands for a UUID, always the same one."""
    return crc32(uuid.encode())


def newer_keys(tenant: Tenant, keys: Mapping[str, str]) -> dict[str, str]:
    """Give the identifiers in a path as 3.1 has them; a job's number is the same in both."""
    uuids = _uuids_by_number(tenant)
    return {name: uuids.get(key, key) if name == "uuid" else key for name, key in keys.items()}


def newer_body(tenant: Tenant, body: bytes) -> bytes:
    """Give a request as 3.1 has it; a number that nothing has stays, and is refused as unknown."""
    uuids, text = _uuids_by_number(tenant), body.decode("utf-8", "surrogateescape")
    is_job = _JOB_ROOT.match(text) is not None

    def newer_element(found: re.Match[str]) -> str:
        prefix, number = found.groups()
        if not prefix and is_job:
            return found.group()
        return f"<{prefix}UUID>{uuids.get(number, number)}</{prefix}UUID>"

    text = _IN.sub(newer_element, text)
    text = _ATTRIBUTE_IN.sub(lambda found: f'{found[1] or ""}uuid="{uuids.get(found[2], found[2])}"', text)
    return text.encode("utf-8", "surrogateescape")


def older_body(body: bytes) -> bytes:
    """Give an answer as 3.0 has it: a job keeps its number and gets an InternalID."""
    text = _JOB_OUT.sub(_numbered(r"{0}<InternalID>{1}</InternalID>"), body.decode())
    return _OUT.sub(_numbered(r"<{0}ID>{1}</{0}ID>"), text).encode()


def _numbered(form: str) -> Callable[[re.Match[str]], str]:
    return lambda found: form.format(found[1], number_of(found[2]))


def _uuids_by_number(tenant: Tenant) -> dict[str, str]:
    return {str(number_of(uuid)): uuid for uuid in _uuids(tenant)}


def _uuids(tenant: Tenant) -> Iterator[str]:
    things: chain[HasUuid] = chain(
        tenant.clients,
        tenant.staff,
        tenant.categories,
        tenant.tasks,
        tenant.standard_costs,
        tenant.templates,
        chain.from_iterable(client.contacts for client in tenant.clients),
        chain.from_iterable(job.tasks for job in tenant.jobs),
        chain.from_iterable(job.costs for job in tenant.jobs),
    )
    return (thing.uuid for thing in things)
