"""Addresses of counting."""

from django.urls import URLPattern, path

from counting import views

urlpatterns: list[URLPattern] = [
    path("targets", views.TargetListView.as_view()),
    path("targets/import", views.TargetsImportView.as_view()),
    path("targets/<uuid:target_id>/edit", views.TargetEditView.as_view()),
    path("targets/<uuid:target_id>/retire", views.TargetRetireView.as_view()),
    path("figures/<slug:indicator>", views.FigureView.as_view()),
    path("figures/<slug:indicator>/rows", views.FigureRowsView.as_view()),
    path("statistics", views.StatisticsView.as_view()),
    path("statistics/rows", views.StatisticsRowsView.as_view()),
    path("statistics/workbook", views.StatisticsWorkbookView.as_view()),
    path("workbench", views.WorkbenchView.as_view()),
    path("activities", views.ActivityListView.as_view()),
    path("activities/<uuid:activity_id>/withdraw", views.ActivityWithdrawView.as_view()),
]
