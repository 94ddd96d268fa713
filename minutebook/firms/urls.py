"""Addresses of this slice."""

from django.urls import path

from .views import filters, settings, sign_in

urlpatterns = [
    path("settings/firm/", settings.firm_edit, name="firm_edit"),
    path("settings/firm/logo/", settings.firm_logo, name="firm_logo"),
    path("settings/users/", settings.user_list, name="user_list"),
    path("settings/users/new/", settings.user_new, name="user_new"),
    path("settings/users/<int:pk>/", settings.user_edit, name="user_edit"),
    path("settings/users/<int:pk>/sign-in-link/", settings.user_link, name="user_link"),
    path(
        "settings/users/<int:pk>/second-factor/removal/",
        sign_in.second_factor_removal,
        name="second_factor_removal",
    ),
    path("settings/second-factor/", sign_in.second_factor, name="second_factor"),
    path("settings/audit/", settings.audit_list, name="audit_list"),
    path("settings/audit/export/", settings.audit_export, name="audit_export"),
    path("filters/new/", filters.filter_new, name="filter_new"),
    path("filters/<int:pk>/removal/", filters.filter_removal, name="filter_removal"),
    path("sign-in/stay/", sign_in.stay, name="stay"),
    path("sign-in/unsent/", sign_in.unsent_page, name="unsent_page"),
]
