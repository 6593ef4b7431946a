"""Addresses of enforcement."""

from django.urls import URLPattern, path

from enforcement import views

urlpatterns: list[URLPattern] = [
    path("leads", views.LeadListView.as_view()),
    path("leads/<uuid:lead_id>/verify", views.LeadVerifyView.as_view()),
    path("leads/<uuid:lead_id>/dismiss", views.LeadDismissView.as_view()),
    path("penalties", views.PenaltyWordsView.as_view()),
    path("cases", views.CaseListView.as_view()),
    path("cases/<uuid:case_id>", views.CaseView.as_view()),
    path("cases/<uuid:case_id>/investigate", views.CaseInvestigateView.as_view()),
    path("cases/<uuid:case_id>/review", views.CaseReviewView.as_view()),
    path("cases/<uuid:case_id>/inform", views.CaseInformView.as_view()),
    path("cases/<uuid:case_id>/statement", views.CaseStatementView.as_view()),
    path("cases/<uuid:case_id>/decide", views.CaseDecideView.as_view()),
    path("cases/<uuid:case_id>/serve", views.CaseServeView.as_view()),
    path("cases/<uuid:case_id>/perform", views.CasePerformView.as_view()),
    path("cases/<uuid:case_id>/close", views.CaseCloseView.as_view()),
    path("cases/<uuid:case_id>/archive", views.CaseArchiveView.as_view()),
    path("cases/<uuid:case_id>/withdraw", views.CaseWithdrawView.as_view()),
    path("cases/<uuid:case_id>/transfer", views.CaseTransferView.as_view()),
]
