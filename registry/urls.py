"""Addresses of the registry."""

from django.urls import URLPattern, path

from registry.views import catalogue, geocodes, law, officers, rosters, venues

urlpatterns: list[URLPattern] = [
    path("categories", catalogue.CategoryListView.as_view()),
    path("catalogue", catalogue.CatalogueView.as_view()),
    path("public/items", catalogue.PublicItemListView.as_view()),
    path("catalogue/form", catalogue.CatalogueFormView.as_view()),
    path("catalogue/law", law.LawView.as_view()),
    path("catalogue/row", law.CatalogueRowView.as_view()),
    path("catalogue/check", law.CatalogueCheckView.as_view()),
    path("catalogue/workbook", law.CatalogueBookView.as_view()),
    path("catalogue/workbook/check", law.CatalogueBookCheckView.as_view()),
    path("catalogue-changes", law.CatalogueChangeListView.as_view()),
    path("catalogue-changes/<uuid:change_id>", law.CatalogueChangeView.as_view()),
    path("catalogue-changes/<uuid:change_id>/approve", law.CatalogueApproveView.as_view()),
    path("catalogue-changes/<uuid:change_id>/reject", law.CatalogueRejectView.as_view()),
    path("catalogue-changes/<uuid:change_id>/withdraw", law.CatalogueWithdrawView.as_view()),
    path("result-codes", catalogue.ResultCodeListView.as_view()),
    path("venues", venues.VenueListView.as_view()),
    path("venues/export", rosters.VenueExportView.as_view()),
    path("venues/<uuid:venue_id>", venues.VenueView.as_view()),
    path("venues/<uuid:venue_id>/edit", venues.VenueEditView.as_view()),
    path("officers", officers.OfficerListView.as_view()),
    path("officers/export", rosters.OfficerExportView.as_view()),
    path("officers/<uuid:officer_id>", officers.OfficerView.as_view()),
    path("officers/<uuid:officer_id>/edit", officers.OfficerEditView.as_view()),
    path("officers/<uuid:officer_id>/recusals", officers.OfficerRecusalView.as_view()),
    path("recusals/<uuid:recusal_id>/end", officers.RecusalEndView.as_view()),
    path("imports", rosters.RosterImportListView.as_view()),
    path("imports/<uuid:import_id>", rosters.RosterImportView.as_view()),
    path("imports/<uuid:import_id>/rows", rosters.ImportRowListView.as_view()),
    path("imports/<uuid:import_id>/fix", rosters.RosterImportFixView.as_view()),
    path("imports/<uuid:import_id>/confirm", rosters.RosterImportConfirmView.as_view()),
    path("imports/<uuid:import_id>/errors.xlsx", rosters.RosterImportErrorsView.as_view()),
    path("geocodes", geocodes.GeocodeListView.as_view()),
    path("geocodes/<uuid:geocode_id>/accept", geocodes.GeocodeAcceptView.as_view()),
    path("geocodes/<uuid:geocode_id>/reject", geocodes.GeocodeRejectView.as_view()),
]
