"""The sandbox as one WSGI application: sends each address to the part that answers it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox import older
from minutebook.xpm_sandbox.admin import DOOR, AdminDoor
from minutebook.xpm_sandbox.gateway import BASE, Gateway
from minutebook.xpm_sandbox.identity import Identity
from minutebook.xpm_sandbox.pages.frame import write_style
from minutebook.xpm_sandbox.pages.holdings import answer_page
from minutebook.xpm_sandbox.sandbox import Sandbox
from minutebook.xpm_sandbox.world import World

MOST_BODY_BYTES = 32 * 1024 * 1024


class SandboxApp:
    """The WSGI callable; `sandbox` holds the world, the faults and the meter."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.gateway = Gateway(sandbox)
        self.identity = Identity(sandbox)
        self.admin = AdminDoor(sandbox)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request; lets a dropped connection through to the server."""
        request = Request(environ)
        request.max_content_length = MOST_BODY_BYTES
        request.max_form_memory_size = None
        try:
            response = self._answer(request)
        except HTTPException as refusal:
            response = Response(refusal.get_body(), refusal.code, content_type="text/html; charset=utf-8")
        response.headers["xero-correlation-id"] = str(uuid.uuid4())
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path.startswith((BASE, older.BASE)):
            return self.gateway.answer(request)
        if request.path == f"{DOOR}/style.css":
            return write_style()
        if request.path.startswith(f"{DOOR}/"):
            return self.admin.answer(request)
        return self.identity.answer(request) or answer_page(self.sandbox.world, request)


def create_app(world: World, *, data_file: Path | None = None) -> SandboxApp:
    """Make the application around a world; with a file, the world is kept there after every write."""
    return SandboxApp(Sandbox(world, World.from_seed(world.to_dict()), data_file))
