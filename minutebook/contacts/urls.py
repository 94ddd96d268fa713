"""Addresses of this slice; a contact's own page looks at several slices, so `office` has it."""

from django.urls import path

from . import views

urlpatterns = [
    path("contacts/", views.contact_list, name="contact_list"),
    path("contacts/export/", views.contact_export, name="contact_export"),
    path("contacts/new/", views.contact_new, name="contact_new"),
    path("contacts/options/", views.contact_options, name="contact_options"),
    path("contacts/<int:pk>/edit/", views.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/director-id/", views.contact_director_id, name="contact_director_id"),
]
