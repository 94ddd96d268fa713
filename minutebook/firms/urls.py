"""Addresses of this slice."""

from django.urls import path

from . import views

urlpatterns = [
    path("settings/firm/", views.firm_edit, name="firm_edit"),
    path("settings/firm/logo/", views.firm_logo, name="firm_logo"),
    path("settings/users/", views.user_list, name="user_list"),
    path("settings/users/new/", views.user_new, name="user_new"),
    path("settings/users/<int:pk>/", views.user_edit, name="user_edit"),
    path("settings/users/<int:pk>/sign-in-link/", views.user_link, name="user_link"),
    path("settings/audit/", views.audit_list, name="audit_list"),
]
