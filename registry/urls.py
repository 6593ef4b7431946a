"""Addresses of the registry."""

from django.urls import URLPattern, path

from registry.views import catalogue, officers, venues

urlpatterns: list[URLPattern] = [
    path("categories", catalogue.CategoryListView.as_view()),
    path("catalogue", catalogue.CatalogueView.as_view()),
    path("catalogue/form", catalogue.CatalogueFormView.as_view()),
    path("result-codes", catalogue.ResultCodeListView.as_view()),
    path("venues", venues.VenueListView.as_view()),
    path("venues/<uuid:venue_id>", venues.VenueView.as_view()),
    path("venues/<uuid:venue_id>/edit", venues.VenueEditView.as_view()),
    path("officers", officers.OfficerListView.as_view()),
    path("officers/<uuid:officer_id>", officers.OfficerView.as_view()),
    path("officers/<uuid:officer_id>/edit", officers.OfficerEditView.as_view()),
    path("officers/<uuid:officer_id>/recusals", officers.OfficerRecusalView.as_view()),
    path("recusals/<uuid:recusal_id>/end", officers.RecusalEndView.as_view()),
]
