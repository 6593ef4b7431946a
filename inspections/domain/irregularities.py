"""What is irregular about a record already made: found by rule number, never a reason to refuse it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from inspections.domain.checklist import Found, Item, finding_faults, item_faults, missing
from inspections.domain.record import DONE, Fault, Record
from inspections.domain.results import code_faults, lost_faults

OFFICERS_LEAST = 2
BACKFILL_NATURAL_DAYS = 10  # 补扫: within ten natural days, with reason
# The draft is begun on the screen that shows the code, so the scan may follow its beginning by this much.
SCAN_GRACE = timedelta(minutes=10)
CLOCK_GRACE = timedelta(minutes=5)

# code → (sentence in Chinese, in English); `{name}` is filled from the fault's data
SENTENCES: dict[str, tuple[str, str]] = {
    "officers_too_few": (
        "签名的执法人员不足两名（{signed} 名）。",
        "Fewer than two officers signed ({signed}).",
    ),
    "certificate_expired": (
        "{name}的执法证已于 {valid_to} 到期。",
        "The certificate of {name} expired on {valid_to}.",
    ),
    "certificate_revoked": (
        "{name}的执法证已于 {revoked_on} 注销。",
        "The certificate of {name} was revoked on {revoked_on}.",
    ),
    "officer_unknown": (
        "签名人“{name}”不在执法检查人员名录库中。",
        "“{name}” is not in the register of officers.",
    ),
    "submitter_not_officer": (
        "提交人没有本机关的执法人员身份。",
        "The person who sent it is not an officer of this organ.",
    ),
    "relayed": (
        "由{name}从手机备份文件代为上传，不是执法人员本人上传。",
        "Sent by {name} from a phone's backup file, not by the officers themselves.",
    ),
    "officer_recused": ("{name}已申报回避该单位。", "{name} has declared to keep away from this venue."),
    "visit_reassigned": (
        "该任务已改派，{name}不再是检查人员。",
        "The visit was reassigned; {name} had left its team.",
    ),
    "officer_not_assigned": ("{name}未被指派到该任务。", "{name} was not assigned to this visit."),
    "code_unknown": ("结果代码“{code}”不存在。", "There is no result code “{code}”."),
    "code_1_not_alone": (
        "“未发现问题”不能与其他结果并用。",
        "“No problem found” excludes all other results.",
    ),
    "code_1_with_findings": (
        "记有 {found} 项不合格，却填“未发现问题”。",
        "{found} items do not conform, yet “no problem found” was given.",
    ),
    "code_not_of_outcome": (
        "结果代码 {code} 与检查情形不符。",
        "Result code {code} does not fit the outcome.",
    ),
    "code_missing": ("没有填写抽查结果。", "No result was given."),
    "call_record_missing": ("填报“无法联系”，但没有通话记录。", "Code 6 without a call record."),
    "door_photo_missing": ("填报“无法联系”，但没有门头照片。", "Code 6 without a photo of the door."),
    "item_unknown": ("检查事项 {item} 不在清单内。", "Item {item} is not in the catalogue."),
    "item_not_in_force": (
        "检查事项 {item} 在检查当日不在有效期内。",
        "Item {item} was not in force that day.",
    ),
    "form_unknown": ("检查表版本 {version} 未登记。", "Form version {version} is not known."),
    "form_outdated": (
        "检查表版本 {version} 在检查开始前已被 {current} 取代。",
        "Form {version} had been replaced by {current} before the check began.",
    ),
    "cap_reached": (
        "该单位本年度检查已达 {used}/{limit} 次。",
        "The venue had already been checked {used} of {limit} times this year.",
    ),
    "second_record": ("同一任务已有另一份检查记录。", "There is another record of the same visit."),
    "no_approval": ("检查未经批准。", "The check was not approved."),
    "approved_late": ("批准时间晚于检查开始时间。", "The approval came after the check had begun."),
    "visit_cancelled": ("该任务已取消或替换。", "The visit had been cancelled or replaced."),
    "campaign_unfiled": ("专项检查没有备案号。", "The special campaign has no filing number."),
    "campaign_unknown": (
        "专项检查备案号没有登记。",
        "No special campaign is registered under this filing number.",
    ),
    "campaign_not_in_force": (
        "检查当日专项检查未经批准备案，或已结束。",
        "The special campaign was not approved and filed that day, or was over.",
    ),
    "campaign_window": (
        "检查当日不在专项检查的期限内。",
        "The check was outside the days of the special campaign.",
    ),
    "campaign_other_kind": (
        "检查来源与专项检查的部署层级不符。",
        "The trigger does not fit the level of the special campaign.",
    ),
    "campaign_scope": (
        "场所或检查事项不在专项检查的范围内。",
        "The venue or an item is outside the scope of the special campaign.",
    ),
    "outside_unexplained": ("辖区外检查没有说明理由。", "A check outside the district without a reason."),
    "no_scan": ("检查前没有亮证扫码。", "The code was not shown before the check."),
    "scan_late": ("扫码时间晚于检查开始时间。", "The code was shown after the check had begun."),
    "scan_reason_missing": ("事后扫码没有说明理由。", "The late scan gives no reason."),
    "scan_outstanding": ("补扫尚未完成，应于 {due_on} 前补扫。", "The scan is still owed, by {due_on}."),
    "scan_overdue": ("补扫超过 10 日。", "The scan was made up after more than 10 days."),
    "unanswered": ("检查事项 {item} 没有填写。", "Item {item} was not answered."),
    "evidence_missing": (
        "检查事项 {item} 不合格，但没有照片或说明。",
        "Item {item} does not conform, without photo or note.",
    ),
    "correction_unproved": (
        "检查事项 {item} 当场改正，但没有改正后照片。",
        "Item {item} was put right on the spot, without a photo of it.",
    ),
    "finding_unmapped": (
        "检查事项 {item} 没有对应的违法行为或移送部门。",
        "Item {item} leads to no violation and no transfer.",
    ),
    "order_not_made": (
        "现场拟定的责令改正（检查事项 {items}）未能生成：{reason}",
        "The order to rectify prepared on the spot (items {items}) could not be made: {reason}",
    ),
    "party_unsigned": (
        "现场人员没有签名，也没有拒签记录。",
        "The person on site neither signed nor refused.",
    ),
    "refusal_without_witness": ("拒签没有见证人。", "The refusal to sign has no witness."),
    "times_reversed": ("结束时间早于开始时间。", "The check ended before it began."),
    "time_in_future": ("结束时间晚于收到时间。", "The check ended after it was received."),
    "form_unknown_paper": (
        "现场文书“{paper}”的文种未登记。",
        "The form of the paper “{paper}” is not known.",
    ),
    "paper_of_another": (
        "现场文书“{paper}”的标识已用于其他事项。",
        "The paper “{paper}” bears another's id.",
    ),
    "paper_incomplete": ("现场文书“{paper}”内容不全。", "The paper “{paper}” leaves something out."),
    "signature_missing": (
        "现场文书“{paper}”缺少签名，也没有拒签记录。",
        "The paper “{paper}” lacks a signature and says no refusal.",
    ),
    "number_missing": ("现场文书“{paper}”没有文号。", "The paper “{paper}” has no number."),
    "number_unknown": (
        "文号 {number}（{paper}）不是领用的文号。",
        "Number {number} of “{paper}” was never given out.",
    ),
    "number_void": ("文号 {number}（{paper}）已作废。", "Number {number} of “{paper}” had been voided."),
    "number_twice": (
        "文号 {number}（{paper}）已用于另一份文书。",
        "Number {number} of “{paper}” is used twice.",
    ),
    "number_of_another": (
        "文号 {number}（{paper}）不是本人领用的。",
        "Number {number} of “{paper}” was given to somebody else.",
    ),
    "photo_unannounced": ("引用的照片 {photo} 没有登记。", "The photo {photo} was not announced."),
    "photo_differs": ("照片 {photo} 与已存文件不一致。", "The photo {photo} differs from the stored file."),
    "photo_missing": ("照片 {photo} 未收到。", "The photo {photo} has not arrived."),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One officer as the registers knew him: his certificate, his place in the team, his recusal."""

    officer: UUID
    user: UUID | None
    name: str
    cert_valid_to: date
    revoked_on: date | None = None
    seated: bool = True  # now in the team
    former: bool = False  # was in the team
    recused: bool = False
    confirmed: bool = False  # said by his own sign-in that he was there


@dataclass(frozen=True, slots=True)
class Form:
    """The form's version as the catalogue knows it."""

    known: bool
    current: str
    current_since: datetime | None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything around a record that was true when it was made or received."""

    record: Record
    on: date  # Beijing day on which the check ended
    received_at: datetime
    submitter: UUID
    submitter_may: bool
    members: Sequence[Member]
    items: Mapping[str, Item]
    asked: Sequence[str]
    found: Sequence[Found]
    form: Form
    visit_state: str
    remote: bool
    approved_at: datetime | None
    retro: bool
    cap: tuple[int, int] | None  # visits of the year before this one, and the limit; None: does not count
    cap_lifted: bool = False  # the leader approved it knowing the cap
    other_record: UUID | None = None
    made_up_scan: datetime | None = None  # the code made up through its own door
    campaign: Sequence[str] = ()  # why the visit stands under no campaign, by code of the fault
    outside_unexplained: bool = False  # outside the district, and nobody said why
    photos_differ: Sequence[UUID] = field(default=())
    relayed_by: str = ""  # the supervisor who sent it from an officer's backup file


def irregularities(s: Situation) -> list[Fault]:
    """All faults of one record, by rule."""
    record = s.record
    photos = {photo.id for photo in record.photos}
    codes = set(record.codes)
    faults = [
        *_officers(s),
        *code_faults(record.outcome, record.codes, found=len(s.found)),
        *lost_faults(codes, call_record=record.call_record, door_photo=record.door_photo, photos=photos),
        *item_faults(record.answers, s.items, s.on),
        *_form(s),
        *_frequency(s),
        *_approval(s),
        *_grounds(s),
        *_scan(s),
        *missing(record, s.asked),
        *finding_faults(s.found),
        *_times(s),
        *(Fault("V39", "photo_differs", {"photo": str(photo)}) for photo in s.photos_differ),
    ]
    return sorted(faults, key=lambda fault: fault.rule)


def _present(s: Situation) -> tuple[list[Member], list[Fault]]:
    """The officers who signed, known by id or by a name of the team; those nobody knows are faults."""
    by_id = {member.officer: member for member in s.members}
    by_name = {member.name: member for member in s.members}
    present: dict[UUID, Member] = {}
    faults = []
    for one in s.record.signatures:
        if one.kind not in ("officer", "officer2") or not one.given:
            continue
        member = by_id.get(one.officer) if one.officer else by_name.get(one.name)
        if member is None:
            faults.append(Fault("V01", "officer_unknown", {"name": one.name}))
        else:
            present[member.officer] = member
    # a colleague who confirmed on his own phone was there as much as one who signed on this one
    present |= {member.officer: member for member in s.members if member.confirmed}
    return list(present.values()), faults


def _officers(s: Situation) -> Iterable[Fault]:
    """V01 two certified officers; V02 recusal; V03 the visit was theirs."""
    present, faults = _present(s)
    yield from faults
    if len(present) < OFFICERS_LEAST:
        yield Fault("V01", "officers_too_few", {"signed": len(present)})
    if s.relayed_by:
        yield Fault("V01", "relayed", {"name": s.relayed_by})
    mine = next((member for member in s.members if member.user == s.submitter and not s.relayed_by), None)
    if (mine is None or not s.submitter_may) and not s.relayed_by:
        yield Fault("V01", "submitter_not_officer")
    if mine is not None and mine not in present:
        present.append(mine)
    for member in present:
        yield from _member(member, s.on)


def _member(member: Member, on: date) -> Iterable[Fault]:
    who: dict[str, Any] = {"officer": str(member.officer), "name": member.name}
    if member.cert_valid_to < on:
        yield Fault("V01", "certificate_expired", {**who, "valid_to": member.cert_valid_to.isoformat()})
    if member.revoked_on is not None and member.revoked_on <= on:
        yield Fault("V01", "certificate_revoked", {**who, "revoked_on": member.revoked_on.isoformat()})
    if member.recused:
        yield Fault("V02", "officer_recused", who)
    if not member.seated:
        yield Fault("V03", "visit_reassigned" if member.former else "officer_not_assigned", who)


def _form(s: Situation) -> Iterable[Fault]:
    """V10: drafts that were out when a new form came are regular, later ones are not."""
    version = s.record.form_version
    if not s.form.known:
        yield Fault("V10", "form_unknown", {"version": version})
    elif version != s.form.current and s.form.current_since and s.form.current_since < s.record.started_at:
        yield Fault("V10", "form_outdated", {"version": version, "current": s.form.current})


def _frequency(s: Situation) -> Iterable[Fault]:
    """V11: the venue's yearly cap, and one record for one arrival."""
    if s.cap is not None and s.cap[0] >= s.cap[1] and not s.cap_lifted:
        yield Fault("V11", "cap_reached", {"used": s.cap[0], "limit": s.cap[1]})
    if s.other_record is not None:
        yield Fault("V11", "second_record", {"other": str(s.other_record)})


def _approval(s: Situation) -> Iterable[Fault]:
    """V12: approved before it began, or made up afterwards with a reason."""
    if s.visit_state in ("cancelled", "replaced"):
        yield Fault("V12", "visit_cancelled", {"state": s.visit_state})
    if s.approved_at is None:
        yield Fault("V12", "no_approval")
    elif s.approved_at > s.record.started_at and not s.retro:
        yield Fault("V12", "approved_late", {"approved_at": s.approved_at.isoformat()})


def _grounds(s: Situation) -> Iterable[Fault]:
    """V14: under a campaign approved and filed, in its days and scope; V15: a reason to go outside."""
    for code in s.campaign:
        yield Fault("V14", code)
    if s.outside_unexplained:
        yield Fault("V15", "outside_unexplained")


def _scan(s: Situation) -> Iterable[Fault]:
    """V13: the code is shown before the check; otherwise before leaving or within ten days, with a reason."""
    record, scan = s.record, s.record.scan
    if record.outcome != DONE or s.remote:
        return
    if scan is None:
        yield Fault("V13", "no_scan")
        return
    if scan.mode == "before":
        if scan.at is None:
            yield Fault("V13", "no_scan")
        elif scan.at > record.started_at + SCAN_GRACE:
            yield Fault("V13", "scan_late")
        return
    if not scan.reason.strip():
        yield Fault("V13", "scan_reason_missing", {"mode": scan.mode})
    if scan.mode == "before_leave":
        if scan.at is None or scan.at > record.finished_at:
            yield Fault("V13", "scan_late")
        return
    last = record.finished_at + timedelta(days=BACKFILL_NATURAL_DAYS)
    at = scan.at or s.made_up_scan
    if at is None:
        due_on = s.on + timedelta(days=BACKFILL_NATURAL_DAYS)
        yield Fault("V13", "scan_outstanding", {"due_on": due_on.isoformat()})
    elif at > last:
        yield Fault("V13", "scan_overdue")


def _times(s: Situation) -> Iterable[Fault]:
    """V17: rules of hours read the record's own times, so these must make sense."""
    if s.record.finished_at < s.record.started_at:
        yield Fault("V17", "times_reversed")
    if s.record.finished_at > s.received_at + CLOCK_GRACE:
        yield Fault("V17", "time_in_future", {"received_at": s.received_at.isoformat()})


def sentence(code: str, data: Mapping[str, Any], language: str = "zh") -> str:
    """The fault in words; a name the data lacks stays visible as `—`."""
    texts = SENTENCES.get(code)
    if texts is None:
        return code
    return texts[1 if language == "en" else 0].format_map(_Facts(data))


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
