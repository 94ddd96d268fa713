"""Addresses of this slice."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("search/", views.search, name="search"),
    path("contacts/<int:pk>/", views.contact_page, name="contact_page"),
    path("settings/", views.settings_page, name="settings"),
]
