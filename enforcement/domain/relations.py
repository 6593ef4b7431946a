"""What a person's relation to a case closes to him, beside his roles (行政处罚法 Art 42, 58)."""

# the work of a case: its investigators', or of whoever oversees all cases of the organ
_TEAM = frozenset(
    {
        "case.investigate", "case.intend", "case.inform", "case.statement", "case.serve", "case.perform",
        "case.close", "case.pay", "publication.prepare", "evidence.add", "evidence.set_aside",
        "document.sign",
        "preservation.ask", "preservation.dispose", "seizure.ask", "seizure.lift", "sampling.take",
        "sampling.result", "hearing.request", "hearing.withdraw", "instalments.ask", "urging.send",
        "urging.apply", "urging.end", "seizure.act", "seizure.prolong", "announcement.post",
        "announcement.lapse", "announcement.withdraw", "referral.propose", "referral.hand_over",
        "referral.accept", "referral.decline", "referral.object", "referral.deliver",
    }
)  # fmt: skip
# never one's own case: V29 reviewer ≠ investigator; who decides or approves has not investigated; nor does an
# investigator preside over the hearing (行政处罚法 Art 64), nor settle what is irregular in his own case
_NOT_OWN = frozenset(
    {
        "case.review", "case.send_back", "case.decide", "case.report", "case.settle",
        "hearing.notify", "hearing.hold", "hearing.report", "hearing.refuse",
        "preservation.approve", "preservation.reject", "seizure.approve", "seizure.reject", "seizure.extend",
        "instalments.approve", "instalments.reject", "seizure.deny", "referral.approve", "referral.reject",
    }
)  # fmt: skip


def closed_to(verb: str, *, investigator: bool, filed: bool, oversees: bool, left: bool = False) -> str:
    """The code of the refusal, or "" when the relation leaves the verb open.

    `investigator`: one of its 承办人; `left`: was one and was replaced; `filed`: approved its filing;
    `oversees`: holds `case.oversee`.
    """
    if verb in _TEAM and not (investigator or oversees):
        return "not_allowed"
    if verb in _NOT_OWN and (investigator or left):
        return "own_record"
    if verb in ("case.review", "case.send_back") and filed:
        return "own_record"
    return ""
