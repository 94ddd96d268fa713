"""Addresses of this slice."""

from django.urls import path

from .views import listing, pages, removals, taking_over

urlpatterns = [
    path("companies/", listing.company_list, name="company_list"),
    path("companies/export/", listing.company_export, name="company_export"),
    path("companies/new/", taking_over.company_new, name="company_new"),
    path("companies/<int:pk>/", pages.company_page, name="company_page"),
    path("companies/<int:pk>/edit/", taking_over.company_edit, name="company_edit"),
    path("companies/<int:pk>/officeholders/", pages.officeholder_list, name="officeholder_list"),
    path(
        "companies/<int:pk>/officeholders/<int:row>/removal/",
        removals.officeholder_removal,
        name="officeholder_removal",
    ),
    path("companies/<int:pk>/members/<int:row>/removal/", removals.share_removal, name="share_removal"),
    path("companies/<int:pk>/addresses/<int:row>/removal/", removals.address_removal, name="address_removal"),
    path("companies/<int:pk>/officeholders/new/", taking_over.officeholder_new, name="officeholder_new"),
    path("companies/<int:pk>/members/", pages.member_list, name="member_list"),
    path("companies/<int:pk>/members/new/", taking_over.share_new, name="share_new"),
    path("companies/<int:pk>/addresses/", pages.address_list, name="address_list"),
    path("companies/<int:pk>/addresses/new/", taking_over.address_new, name="address_new"),
    path("companies/<int:pk>/changes/", pages.change_list, name="change_list"),
]
