"""The verbs table: which role may do what. The relation to the object (own record) is asked by services."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission

from backend.domain.errors import DomainError
from backend.domain.states import Moves, open_verbs

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

# fmt: off
_READ = frozenset({
    "catalogue.view", "venue.view", "officer.view", "performance.view", "plan.view", "campaign.view",
    "draw.view", "visit.view", "inspection.view", "rectification.view", "case.view", "target.view",
    "statistics.view", "statistics.export", "ledger.export", "platform.view", "patrol.view", "file.view",
    "clock.view", "duty.view", "service_visit.view",
    "document.view", "number.view", "credit.view",
    "hazard.view", "guidance.view",
})

# What everybody who serves may do about his own duty.
_DUTY = frozenset({
    "leave.ask", "leave.withdraw", "swap.ask", "swap.agree", "swap.decline", "swap.withdraw",
})
_DUTY_DESK = frozenset({"leave.approve", "leave.reject", "leave.end", "swap.approve", "swap.reject"})

# The side tracks of a case: its investigators' work, the leader's approvals, the hearing by legal review.
_TRACKS = frozenset({
    "preservation.ask", "preservation.dispose", "seizure.ask", "seizure.lift", "sampling.take",
    "sampling.result", "hearing.request", "hearing.withdraw", "instalments.ask", "urging.send",
    "urging.apply", "urging.end", "case.pay", "publication.prepare",
    "seizure.act", "seizure.prolong", "announcement.post", "announcement.lapse", "announcement.withdraw",
    "referral.propose", "referral.hand_over", "referral.accept", "referral.decline", "referral.object",
    "referral.deliver", "evidence.add", "evidence.set_aside", "document.sign",
})
_DISPUTES = frozenset(
    {
        "review.receive", "review.answer", "review.conclude",
        "litigation.receive", "litigation.plead", "litigation.conclude",
    }
)  # fmt: skip
# Activities that count to the year's targets: whoever plans the year enters them, another confirms.
_ACTIVITIES = frozenset({
    "activity.enter", "activity.hold", "activity.prove", "activity.confirm", "activity.withdraw",
})

VERBS: dict[str, frozenset[str]] = {
    "inspector": _READ | _DUTY | _TRACKS | {
        "visit.start", "visit.ask", "visit.plan", "visit.begin",
        "visit.backfill", "visit.confirm", "visit.notify", "visit.report", "visit.recuse", "recusal.withdraw",
        "outing.edit", "service_visit.log",
        "inspection.submit",
        "device.report",
        "file.upload",
        "rectification.order", "rectification.recheck",
        "hazard.report", "hazard.correct", "hazard.order",
        "guidance.give", "guidance.sign", "guidance.check",
        "patrol.record", "patrol.close", "patrol.lead",
        "platform.enter",
        "credit.appeal",
        "lead.report", "lead.view", "lead.visit", "lead.reply", "lead.join", "lead.name",
        "site.survey", "site.recheck",
        "case.investigate", "case.intend", "case.inform", "case.statement", "case.serve", "case.perform",
        "case.close",
        "case.file_simple",
        "recusal.declare",
        "document.make", "number.reserve", "number.return",
    },
    "supervisor": _READ | _DUTY | _DUTY_DESK | _TRACKS | _DISPUTES | _ACTIVITIES | {
        "venue.edit", "venue.import", "venue.export",
        "officer.edit", "officer.import", "officer.export",
        "performance.edit", "performance.import",
        "recusal.declare", "recusal.end",
        "plan.edit", "plan.publish",
        "campaign.edit", "campaign.ask", "campaign.file", "campaign.start", "campaign.plan", "campaign.close",
        "campaign.cancel",
        "cap.edit", "policy.edit", "calendar.edit", "organ.edit",
        "rota.edit", "duty.change",
        "draw.draft", "draw.join", "draw.seal", "draw.commit", "draw.draw", "draw.void", "draw.export",
        "draw.delay", "draw.reveal", "draw.replace", "draw.supplement", "draw.correct", "draw.stamp",
        "visit.plan", "visit.begin", "visit.ask", "visit.assign", "visit.cancel", "visit.replace",
        "visit.relieve",
        "visit.arrange", "visit.notify", "visit.report", "recusal.view",
        "outing.edit", "service_visit.log",
        "inspection.return", "inspection.accept", "inspection.settle", "inspection.publish",
        "inspection.correct", "inspection.withdraw",
        "evidence.export",
        "device.view",  # what still waits on phones, to help; never where they were
        "inspection.relay",  # sends records of an officer whose phone is broken, from his backup file
        "file.upload",
        "rectification.order", "rectification.recheck", "rectification.close",
        "hazard.report", "hazard.grade", "hazard.correct", "hazard.order", "hazard.transfer", "hazard.urge",
        "hazard.answer", "hazard.close", "hazard.drop", "letter.receive", "letter.answer",
        "guidance.give", "guidance.sign", "guidance.check", "guidance.withdraw",
        "patrol.record", "patrol.close", "patrol.lead",
        "credit.appeal", "dishonesty.propose", "repair.apply", "repair.check", "repair.withdraw",
        "lead.report", "lead.view", "lead.verify", "lead.dismiss", "lead.refuse", "lead.join", "lead.visit",
        "site.screen", "site.create", "site.survey", "site.check", "site.name", "site.recheck", "site.revoke",
        "site.drop",
        "lead.transfer", "lead.answer", "lead.reply", "lead.extend", "lead.terms", "lead.import", "lead.name",
        "lead.unmask",  # who reported it; every look stands in the journal
        "follow_up.view", "follow_up.prompt", "follow_up.void",
        "case.oversee",  # the work of cases he does not investigate himself
        "case.investigate", "case.intend", "case.inform", "case.statement", "case.serve", "case.publish",
        "publication.return", "case.perform", "case.close", "case.archive", "case.file_simple", "case.report",
        "case.assign", "case.consent", "case.settle",
        "target.edit",
        "platform.enter", "mapping.edit",
        "evaluation.view",
        "journal.view",
        "document.make", "document.void", "form.edit",
        "number.reserve", "number.return", "number.void",
    },
    "leader": _READ | _DUTY_DESK | _ACTIVITIES | {
        "visit.approve", "visit.reject", "campaign.approve", "campaign.reject",
        "file.upload",  # what shows an activity he held, or an acceptance
        "site.name",
        "recusal.view", "recusal.grant", "recusal.refuse",
        "catalogue.approve", "catalogue.reject",
        "credit.override", "credit.uphold", "credit.reject",
        "dishonesty.list", "dishonesty.refuse", "dishonesty.revoke", "repair.grant", "repair.deny",
        "case.file", "case.decide", "case.publish", "publication.return", "case.withdraw",
        "case.transfer", "case.mark",
        "preservation.approve", "preservation.reject", "seizure.approve", "seizure.reject", "seizure.extend",
        "seizure.deny", "referral.approve", "referral.reject",
        "instalments.approve", "instalments.reject", "discussion.record",
        "follow_up.view",
        "case.suspend", "case.resume",
        "inspection.publish",
        "evidence.export",
        "device.view",
        "target.edit",
        "evaluation.view",
        "lead.view", "lead.grant", "lead.deny", "lead.unmask", "lead.terms",
        "journal.view",
    },
    "legal_reviewer": _READ | _DISPUTES | {
        "evidence.export",
        "case.review", "case.send_back",
        "hearing.notify", "hearing.hold", "hearing.report", "hearing.refuse",
        "lead.view",
        "catalogue.edit", "catalogue.withdraw", "catalogue.approve", "catalogue.reject",  # another's change
    },
    "industry_section": frozenset({
        "catalogue.view", "credit.view", "credit.appeal", "dishonesty.propose",
        "repair.apply", "file.upload",  # with the papers the venue handed in
        "venue.view", "venue.edit", "venue.import", "venue.export",
        "performance.view", "performance.edit", "performance.import",
        "inspection.view",
        "rectification.view",
        "statistics.view", "ledger.export",
        "file.view",
        "lead.report",
        "follow_up.view", "follow_up.plan", "follow_up.step", "follow_up.visit", "follow_up.close",
        "follow_up.send", "follow_up.answer", "follow_up.prompt", "follow_up.void",
    }),
    "street_liaison": frozenset({
        "lead.report",
    }),
    "auditor": _READ | {
        "journal.view",
        "evaluation.view",
        "evidence.export",
        "draw.export",
        "lead.view",
    },
    "system_admin": frozenset(),  # their work is in Django's admin, by _ADMIN below
    "security_admin": frozenset(),
    "audit_admin": frozenset({
        "journal.view",
    }),
}
# fmt: on

# What each administrator may touch in Django's admin (model names of `app.verb_model`).
# Case content is nobody's here.
_ADMIN: dict[str, frozenset[str]] = {
    "system_admin": frozenset(
        {
            "backend.user",
            "backend.organ",
            "backend.calendaryear",
            "backend.specialdate",
            "backend.schoolvacation",
            "django_celery_beat.periodictask",
            "django_celery_beat.crontabschedule",
            "django_celery_beat.intervalschedule",
        }
    ),
    "security_admin": frozenset({"backend.grant", "axes.accessattempt"}),
    "audit_admin": frozenset({"backend.journalline", "backend.seal", "admin.logentry", "axes.accesslog"}),
}
_LOOK_ONLY = frozenset({"audit_admin"})
ADMINISTRATORS = frozenset(_ADMIN)


def admin_may(roles: frozenset[str], perm: str) -> bool:
    """Whether an administrator may `app.verb_model` in Django's admin; the audit administrator only looks."""
    app, _, name = perm.partition(".")
    verb, _, model = name.partition("_")
    return any(
        f"{app}.{model}" in _ADMIN[role] and (verb == "view" or role not in _LOOK_ONLY)
        for role in roles & ADMINISTRATORS
    )


def roles_clash(roles: frozenset[str]) -> bool:
    """三员分立: an administrator holds that one role and no other."""
    return bool(roles & ADMINISTRATORS) and len(roles) > 1


def verbs_of(roles: frozenset[str]) -> frozenset[str]:
    """All verbs of these roles."""
    return frozenset().union(*(VERBS.get(role, frozenset()) for role in roles))


def may(actor: Any, verb: str) -> bool:
    """Whether the person's roles hold the verb."""
    return verb in verbs_of(actor.roles)


def require(actor: Any, verb: str) -> None:
    """Refuse with `not_allowed` unless the person may; services call it, so every door is covered."""
    if not may(actor, verb):
        raise DomainError("not_allowed", {"verb": verb})


def verbs_for(actor: Any, moves: Moves, state: str) -> list[str]:
    """The moves open from `state` that this person's roles hold, for lists and buttons."""
    mine = verbs_of(actor.roles)
    return [verb for verb in open_verbs(moves, state) if verb in mine]


class May(BasePermission):
    """Asks the view's `verbs`: {"POST": "case.decide"}; no row: closed; "": every signed-in person."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        """Signed in, and the role holds the verb of the method."""
        verbs: Mapping[str, str] = getattr(view, "verbs", {})
        if not request.user.is_authenticated:
            raise DomainError("sign_in_needed")
        method = "GET" if request.method == "HEAD" else str(request.method)
        verb = verbs.get(method)
        if verb is None:
            return method == "OPTIONS" or method not in view.allowed_methods
        return verb == "" or may(request.user, verb)
