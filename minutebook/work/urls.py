"""Addresses of this slice."""

from django.urls import path

from . import views

urlpatterns = [
    path("healthz", views.process_health, name="process_health"),
    path("readyz", views.readiness, name="readiness"),
]
