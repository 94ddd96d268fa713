"""How an ACN or ABN reads on a page: `{% load numbers %}`, then `{{ company.acn|acn }}`."""

from django import template

from minutebook.contacts.numbers import show_abn, show_acn

register = template.Library()


@register.filter
def acn(digits: str) -> str:
    """004 085 616."""
    return show_acn(digits)


@register.filter
def abn(digits: str) -> str:
    """53 004 085 616."""
    return show_abn(digits)
