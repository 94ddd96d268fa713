"""Addresses of this slice."""

from django.urls import path

from .views import adding, changes, files, listing, packs, released, sending

PACK = "packs/<int:pk>/"

urlpatterns = [
    path("companies/<int:pk>/changes/new/<str:kind>/", changes.change_new, name="change_new"),
    path("changes/<int:pk>/", changes.change_page, name="change_page"),
    path("documents/", listing.pack_list, name="pack_list"),
    path("documents/export/", listing.pack_export, name="pack_export"),
    path(PACK, packs.pack_page, name="pack_page"),
    path(f"{PACK}change/", changes.pack_change, name="pack_change"),
    path(f"{PACK}draft.pdf", files.pack_draft, name="pack_draft"),
    path(f"{PACK}zip/", files.pack_zip, name="pack_zip"),
    path(f"{PACK}documents/<str:key>/preview/", files.document_preview, name="document_preview"),
    path(f"{PACK}documents/<str:key>/page-<int:page>.png", files.document_page, name="document_page"),
    path(f"{PACK}documents/<str:key>/file.<str:suffix>", files.document_file, name="document_file"),
    path(f"{PACK}send/", sending.pack_send, name="pack_send"),
    path(f"{PACK}lodgement/", released.pack_lodgement, name="pack_lodgement"),
    path(
        f"{PACK}lodgement/correction/", released.pack_lodgement_correction, name="pack_lodgement_correction"
    ),
    path(f"{PACK}fixed-day/", released.pack_fixed_day, name="pack_fixed_day"),
    path(f"{PACK}withdrawal/", released.pack_withdrawal, name="pack_withdrawal"),
    path(f"{PACK}job/", adding.pack_job, name="pack_job"),
]
