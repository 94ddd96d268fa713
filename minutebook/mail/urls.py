"""Addresses of this slice."""

from django.urls import path

from . import views

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/export/", views.outbox_export, name="outbox_export"),
    path("outbox/<int:pk>/", views.message_page, name="message_page"),
    path("outbox/<int:pk>/state/", views.message_state, name="message_state"),
    path("outbox/<int:pk>/again/", views.message_again, name="message_again"),
    path("outbox/<int:pk>/now/", views.message_now, name="message_now"),
    path("outbox/<int:pk>/stop/", views.message_stop, name="message_stop"),
]
