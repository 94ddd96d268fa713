"""Addresses of this slice."""

from django.urls import path

from . import views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/export/", views.outbox_export, name="outbox_export"),
    path("outbox/<int:pk>/", views.message_page, name="message_page"),
    path("outbox/<int:pk>/again/", views.message_again, name="message_again"),
]
