"""Result codes (抽查结果) of the 国家企业信用信息公示系统 and what they demand (V07, V08)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from inspections.domain.record import CHECKED, CLOSED, DONE, NOT_FOUND, REFUSED, REMOTE, Fault
from inspections.domain.states import CODE_LOST

CODE_FINE = "1"  # 未发现问题, exclusive of all others
CODE_CLOSED = "closed_at_visit"  # 未营业, kept apart from 无法联系 and never sent to the national system
CODES: dict[str, tuple[str, str]] = {
    "1": ("未发现问题", "No problem found"),
    "3": ("违反其他食药部门规定", "Breach of other food and drug rules"),
    "4": ("违反其他质监部门规定", "Breach of other quality supervision rules"),
    "5": ("违反其他部门规定", "Breach of rules of another department"),
    "6": ("通过登记的住所（经营场所）无法联系", "Cannot be reached at the registered premises"),
    "7": ("已关闭停业或正在组织清算", "Closed down or in liquidation"),
    "8": ("不配合检查情节严重", "Serious refusal to cooperate"),
    "9": ("注销", "Deregistered"),
    "10": ("被吊销", "Licence revoked"),
    "11": ("被撤销", "Registration annulled"),
    "12": ("迁出", "Moved out"),
    "A": ("发现问题待后续处理", "Problem found, to be followed up"),
    "B": ("未按规定公示应当公示的信息", "Required information not published"),
    "C": ("公示信息隐瞒真实情况、弄虚作假", "Published information false or concealing"),
    "D": ("违反其他工商部门规定", "Breach of other market registration rules"),
    "E": ("发现问题经责令已改正", "Problem found and rectified as ordered"),
    "F": ("未发现开展本次抽查涉及的经营活动", "No business of the checked kind found"),
    "G": ("违反其他公安部门规定", "Breach of other public security rules"),
    "closed_at_visit": ("未营业", "Not open for business at the visit"),
}
_REGISTRATION = frozenset({"7", "9", "10", "11", "12"})
ALLOWED: dict[str, frozenset[str]] = {
    DONE: frozenset(CODES) - {CODE_LOST, CODE_CLOSED},
    REMOTE: frozenset(CODES) - {CODE_LOST, CODE_CLOSED},
    CLOSED: _REGISTRATION | {CODE_CLOSED, "F"},
    NOT_FOUND: _REGISTRATION | {CODE_LOST},
    REFUSED: frozenset({"8", "A", "B", "C"}),
}


def code_faults(outcome: str, codes: Sequence[str], *, found: int) -> list[Fault]:
    """V07 and its neighbours: unknown codes, 1 beside others, codes the outcome does not allow, none at all.

    `found` is the number of non-conforming answers.
    """
    faults = [Fault("V07", "code_unknown", {"code": code[:10]}) for code in codes if code not in CODES]
    known = [code for code in dict.fromkeys(codes) if code in CODES]
    if CODE_FINE in known and len(known) > 1:
        faults.append(Fault("V07", "code_1_not_alone", {"codes": known}))
    if CODE_FINE in known and found:
        faults.append(Fault("V07", "code_1_with_findings", {"found": found}))
    faults += [
        Fault("V07", "code_not_of_outcome", {"code": code, "outcome": outcome})
        for code in known
        if code not in ALLOWED[outcome]
    ]
    if outcome in CHECKED and not known:
        faults.append(Fault("V07", "code_missing"))
    return faults


def lost_faults(
    codes: Collection[str], *, call_record: str, door_photo: UUID | None, photos: Collection[UUID]
) -> list[Fault]:
    """V08: code 6 needs the call record and the photo of the door, announced with the record."""
    if CODE_LOST not in codes:
        return []
    faults = [] if call_record.strip() else [Fault("V08", "call_record_missing")]
    if door_photo is None or door_photo not in photos:
        faults.append(Fault("V08", "door_photo_missing"))
    return faults


def counts_to_cap(outcome: str, *, trigger_counts: bool, remote: bool) -> bool:
    """Whether the visit uses one of the venue's yearly checks: people came in, for a reason that counts."""
    return trigger_counts and not remote and outcome in (DONE, REFUSED)


def words(codes: Sequence[str], language: str = "zh") -> str:
    """The codes as they are printed, in the order of the table."""
    at = 1 if language == "en" else 0
    shown = [texts[at] for code, texts in CODES.items() if code in codes]
    return ("; " if at else "；").join(shown)
