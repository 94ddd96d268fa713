"""The believable demo firm."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """`minutebook demo` and `minutebook sandbox`."""

    name = "minutebook.demo"
