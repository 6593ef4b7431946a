"""Addresses of inspections."""

from django.urls import URLPattern, path

from inspections.views import inspections

urlpatterns: list[URLPattern] = [
    path("inspections/<uuid:inspection_id>", inspections.InspectionView.as_view()),
]
