"""What every answer has: private pages are not kept by caches, and a DomainError becomes a page, not a crash."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from .errors import DomainError

Answer = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """Pages with people's data are never stored by a browser or proxy; static files have their own header."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            patch_cache_control(response, no_store=True, private=True)
        return response


class DomainErrorPage:
    """Shows a DomainError that no view has caught as a plain page with status 409."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The answer to an error raised by a view; None leaves it to Django."""
        if not isinstance(error, DomainError):
            return None
        return render(request, "core/refused.html", {"error": error}, status=409)
