"""Addresses of enforcement."""

from django.urls import URLPattern, path

from enforcement.views import cases, followups, leads, papers, simple, tracks

urlpatterns: list[URLPattern] = [
    path("leads", leads.LeadListView.as_view()),
    path("leads/<uuid:lead_id>", leads.LeadView.as_view()),
    path("leads/<uuid:lead_id>/verify", leads.LeadVerifyView.as_view()),
    path("leads/<uuid:lead_id>/dismiss", leads.LeadDismissView.as_view()),
    path("follow-ups", followups.FollowUpListView.as_view()),
    path("follow-ups/<uuid:follow_up_id>", followups.FollowUpView.as_view()),
    path("follow-ups/<uuid:follow_up_id>/plan", followups.FollowUpPlanView.as_view()),
    path("follow-ups/<uuid:follow_up_id>/step", followups.FollowUpStepView.as_view()),
    path("follow-ups/<uuid:follow_up_id>/close", followups.FollowUpCloseView.as_view()),
    path("follow-ups/<uuid:follow_up_id>/send", followups.FollowUpSendView.as_view()),
    path("follow-ups/<uuid:follow_up_id>/answer", followups.FollowUpAnswerView.as_view()),
    path("penalties", cases.PenaltyWordsView.as_view()),
    path("cases", cases.CaseListView.as_view()),
    path("cases/simple", simple.CaseSimpleView.as_view()),
    path("cases/<uuid:case_id>/report", simple.CaseReportView.as_view()),
    path("cases/<uuid:case_id>", cases.CaseView.as_view()),
    path("cases/<uuid:case_id>/papers", papers.CasePaperView.as_view()),
    path("cases/<uuid:case_id>/file", papers.CaseFileBoundView.as_view()),
    path("cases/<uuid:case_id>/investigate", cases.CaseInvestigateView.as_view()),
    path("cases/<uuid:case_id>/suspend", cases.CaseSuspendView.as_view()),
    path("cases/<uuid:case_id>/resume", cases.CaseResumeView.as_view()),
    path("cases/<uuid:case_id>/review", cases.CaseReviewView.as_view()),
    path("cases/<uuid:case_id>/inform", cases.CaseInformView.as_view()),
    path("cases/<uuid:case_id>/statement", cases.CaseStatementView.as_view()),
    path("cases/<uuid:case_id>/decide", cases.CaseDecideView.as_view()),
    path("cases/<uuid:case_id>/serve", cases.CaseServeView.as_view()),
    path("cases/<uuid:case_id>/publish", cases.CasePublishView.as_view()),
    path("cases/<uuid:case_id>/mark", cases.CaseMarkView.as_view()),
    path("cases/<uuid:case_id>/pay", cases.CasePayView.as_view()),
    path("cases/<uuid:case_id>/tracks", tracks.CaseTrackListView.as_view()),
    path("case-tracks/<uuid:track_id>", tracks.CaseTrackView.as_view()),
    path("cases/<uuid:case_id>/perform", cases.CasePerformView.as_view()),
    path("cases/<uuid:case_id>/close", cases.CaseCloseView.as_view()),
    path("cases/<uuid:case_id>/archive", cases.CaseArchiveView.as_view()),
    path("cases/<uuid:case_id>/withdraw", cases.CaseWithdrawView.as_view()),
    path("cases/<uuid:case_id>/transfer", cases.CaseTransferView.as_view()),
]
