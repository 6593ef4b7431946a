"""What a penalty weighs: hearing (V28), mandatory review and discussion (V29), no penalty (V22)."""

from collections.abc import Iterable, Sequence
from datetime import date

from backend import clock
from enforcement.domain.hearings import (
    Threshold,
    discussion_reasons,
    hearing_reasons,
    review_reasons,
    threshold,
)
from enforcement.domain.leniency import (
    FIRST_WINDOW_MONTHS,
    Prior,
    barred,
    priors_within,
)
from enforcement.domain.penalties import band
from enforcement.models import Case, CaseTrack
from enforcement.selectors.disputes import cases_fallen
from registry.models import HearingThreshold, LegalBasis, LenientRule, Venue, ViolationBasis
from registry.selectors.law import bands_of, lenient_in_force

PARTY_OF = {Venue.Kind.ENTERPRISE: "organisation", Venue.Kind.INDIVIDUAL: "sole_trader"}


def thresholds() -> list[Threshold]:
    """The rows of the catalogue (听证标准)."""
    names = Threshold.__slots__
    return [Threshold(**row) for row in HearingThreshold.objects.everywhere("reference").values(*names)]


def party_of(case: Case) -> str:
    """organisation | sole_trader | citizen: as filed, else from the register."""
    return case.party_kind or PARTY_OF.get(Venue.Kind(case.venue.kind), "organisation")


def threshold_of(case: Case, on: date) -> Threshold | None:
    """较大数额 for this party, field and region, as the rule stood on the day of the notice."""
    return threshold(
        thresholds(),
        region=case.organ.division_id or "",
        category=case.category_id or "",
        party=party_of(case),
        on=on,
    )


def basis_of(case: Case, key: str) -> LegalBasis | None:
    """The chosen provision if it penalises this violation and was in force on the day of the act (V20)."""
    link = (
        ViolationBasis.objects.everywhere("reference")
        .filter(violation=case.violation_id, basis=key, basis__role=LegalBasis.Role.PENALTY)
        .select_related("basis")
        .first()
    )
    if link is None:
        return None
    law = link.basis
    after_start = law.valid_from is None or law.valid_from <= case.occurred_on
    before_end = law.valid_to is None or case.occurred_on <= law.valid_to
    return law if after_start and before_end else None


def cap_of_fine(case: Case) -> int | None:
    """The lowest statutory cap of the provisions in force on the day of the act: in the party's favour."""
    links = ViolationBasis.objects.everywhere("reference").filter(
        violation=case.violation_id, basis__role=LegalBasis.Role.PENALTY, basis__fine_max_fen__isnull=False
    )
    caps = [
        link.basis.fine_max_fen
        for link in links.select_related("basis")
        if (link.basis.valid_from is None or link.basis.valid_from <= case.occurred_on)
        and (link.basis.valid_to is None or case.occurred_on <= link.basis.valid_to)
    ]
    return min((fen for fen in caps if fen is not None), default=None)


def heard_because(
    case: Case, classes: Sequence[str], fine_fen: int, confiscated_fen: int, on: date
) -> list[str]:
    """Why the party may ask for a hearing of this penalty, told of that day."""
    limit = threshold_of(case, on) if fine_fen or confiscated_fen else None
    cap = cap_of_fine(case) if limit is not None and fine_fen else None
    return hearing_reasons(classes, fine_fen, confiscated_fen, limit, cap)


def discussed_because(case: Case, classes: Sequence[str], fine_fen: int, confiscated_fen: int) -> list[str]:
    """Why this penalty is discussed by the leaders together."""
    heavy = heard_because(case, classes, fine_fen, confiscated_fen, case.informed_on or clock.today())
    return discussion_reasons(reasons=heavy, complex_case=case.complex_case)


def was_heard(case: Case) -> bool:
    """Whether a hearing was held."""
    return any(row.kind == "hearing" and row.state in ("held", "reported") for row in case.tracks.all())


def has_stated(case: Case) -> bool:
    """Whether the party stated its case (陈述、申辩), in words or in a hearing: 行政处罚法 Art 45, 64."""
    return bool(case.statement) or was_heard(case)


def reviewed_because(case: Case) -> list[str]:
    """Why legal review is mandatory, by what is known so far."""
    return review_reasons(
        heard=was_heard(case),
        reasons=case.hearing_reasons,
        complex_case=case.complex_case,
        public=case.public_interest,
    )


def steps_of(case: Case, law: LegalBasis, amount_fen: int | None) -> dict[str, tuple[int | None, int | None]]:
    """The steps of discretion the organ adopted for a provision, in force on the day of the act, as bands."""
    adopted = [row for row in bands_of([law.key], case.occurred_on).get(law.key, ()) if row.adopted]
    threshold_fen = (law.detail or {}).get("threshold_fen")
    return {
        row.code: band(
            row.fine_min_fen, row.fine_max_fen, multiple_min=row.multiple_min, multiple_max=row.multiple_max,
            threshold_fen=threshold_fen, amount_fen=amount_fen,
        )
        for row in adopted
    }  # fmt: skip


def first_window(case: Case) -> int:
    """Months a venue must have been without the violation: the adopted rule's, two years where none says."""
    return window_of(lenient_in_force(case.violation_id, case.occurred_on))


def window_of(rules: Iterable[LenientRule]) -> int:
    """The longest window of the rules the organ adopted."""
    adopted = [row.window_months for row in rules if row.adopted]
    return max((months for months in adopted if months), default=FIRST_WINDOW_MONTHS)


def priors_of(case: Case, window_months: int | None = None) -> list[Prior]:
    """Decided cases of this venue and violation within the window; not those withdrawn or fallen."""
    rows = (
        Case.objects.everywhere("guard")
        .filter(venue=case.venue_id, violation=case.violation_id, decided_on__isnull=False)
        .exclude(pk=case.pk)
        .exclude(outcome=Case.Outcome.NOT_ESTABLISHED)
        .exclude(state=Case.State.WITHDRAWN)
    )
    gone = cases_fallen(CaseTrack.objects.everywhere("guard").filter(case__in=rows))
    earlier = [
        Prior(number, on, str(uuid), acted_on)
        for number, on, uuid, acted_on in rows.values_list("number", "decided_on", "uuid", "occurred_on")
        if on and uuid not in gone
    ]
    return priors_within(earlier, case.occurred_on, window_months or first_window(case))


def barred_now(case: Case) -> bool:
    """行政处罚法 Art 36: found after two years, five where life, health or financial safety were harmed."""
    return barred(case.occurred_on, case.found_on or case.filed_on, harm=case.harm)
