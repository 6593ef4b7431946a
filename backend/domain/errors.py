"""The catalogue of refusals: a code for the client, a sentence for the officer."""

from collections.abc import Mapping
from typing import Any

# code → (HTTP status, sentence in Chinese, sentence in English); `{name}` is filled from data
CATALOGUE: dict[str, tuple[int, str, str]] = {
    "invalid": (400, "填写有误，请按提示修改。", "Some fields need correction."),
    "broken": (500, "系统内部出错，已记录。", "Something broke here; it has been noted."),
    "body_too_big": (413, "提交的内容过大。", "The content sent is too large."),
    "malformed": (400, "请求内容无法识别。", "The request could not be read."),
    "sign_in_needed": (401, "请先登录。", "Please sign in."),
    "sign_in_failed": (401, "用户名或密码不对。", "Wrong user name or password."),
    "locked_out": (
        429,
        "连续登录失败，账号已锁定 30 分钟。",
        "Too many failed sign-ins; locked for 30 minutes.",
    ),
    "too_often": (429, "查询过于频繁，请稍后再试。", "Too many calls; please try again in a moment."),
    "csrf_failed": (403, "页面已过期，请刷新后再试。", "The page has expired; please reload."),
    "not_allowed": (403, "您没有办理此事的权限。", "You may not do this."),
    "own_record": (403, "不能办理自己经手的事项。", "You may not decide on your own record."),
    "not_found": (404, "没有找到，或不在您的辖区。", "Not found, or outside your jurisdiction."),
    "method_not_allowed": (405, "不支持的操作。", "Method not allowed."),
    "not_acceptable": (406, "不支持所要求的格式。", "The requested format is not offered."),
    "unsupported_media": (415, "不支持的内容格式。", "Unsupported media type."),
    "move_not_open": (
        409,
        "这一步现在不能办理，可能已有人办过，请刷新后查看。",
        "Not open now; somebody may have acted: reload.",
    ),
    "facts_missing": (422, "还缺少必要内容，不能继续。", "Something required is still missing."),
    "conflict": (409, "他人刚刚办理了此事，请刷新后查看。", "Somebody else has just acted; please reload."),
    "catalogue_refused": (
        422,
        "有 {n} 行不能采用，没有写入任何内容。",
        "{n} rows cannot be taken; nothing was written.",
    ),
    "catalogue_same": (
        422,
        "与现行目录相同，没有要修改的内容。",
        "Nothing differs from the catalogue in use.",
    ),
    "catalogue_moved": (
        409,
        "其中有的行已被其他修改改动，请撤回后按现行目录重新提出。",
        "Some rows were changed meanwhile; withdraw and propose again.",
    ),
    "opinion_answered": (
        409,
        "这份意见已于 {on} 得到答复，不能作废。",
        "This opinion was answered on {on} and can no longer be voided.",
    ),
    "opinion_same": (
        409,
        "同样的意见已经发往{to}（{number}），请写明新的内容。",
        "The same opinion went to {to} already ({number}); please say what is new.",
    ),
    "opinion_sent": (
        409,
        "意见已于 {on} 发往{to}，请登记答复。",
        "The opinion went to {to} on {on}; please record the answer.",
    ),
    "follow_up_visit_open": (
        409,
        "检查任务 {visit} 还没有办完，不必再次提出。",
        "Visit {visit} is still open; no second one is needed.",
    ),
    "recheck_planned": (
        409,
        "复查任务 {visit} 还没有办完，不必再次安排。",
        "Recheck {visit} is still open; no second one is needed.",
    ),
    "receipt_differs": (
        409,
        "同一提交编号已用于另一份内容。",
        "This submission key was used for other content.",
    ),
    "content_differs": (
        409,
        "同一版本的内容与已存内容不一致，两份均已保留。",
        "Same revision, other content; both are kept.",
    ),
    "stale_rev": (
        409,
        "服务器上已有更新的版本，本次内容已另行保留。",
        "A newer revision is stored; this one is kept.",
    ),
    "wrong_offset": (409, "续传位置不对。", "Wrong upload offset."),
    "hash_mismatch": (422, "文件校验值不符，请重新上传。", "The file's checksum does not match."),
    "chunk_too_big": (413, "分块超过 256 KB。", "The chunk is larger than 256 KB."),
    "file_too_big": (413, "文件超过 {limit_mb} MB。", "The file is larger than {limit_mb} MB."),
    "quota_full": (507, "存储空间已满，请联系管理员。", "Storage quota is used up."),
    "storage_down": (503, "文件存储暂时不可用，请稍后再试。", "File storage is unavailable for the moment."),
    "evidence_damaged": (
        500,
        "一份原件与登记的校验值不符，已停止导出，请立即联系管理员。",
        "An original no longer has the digest that was announced; nothing was exported.",
    ),
    "database_busy": (503, "系统繁忙，请稍后再试。", "The system is busy; try again shortly."),
    "maintenance": (
        503,
        "系统维护中，已录入的内容保存在手机上。",
        "Under maintenance; your records stay on the phone.",
    ),
    "record_removed": (
        410,
        "这份记录已被撤下，不能再次提交。",
        "This record was withdrawn and cannot be sent again.",
    ),
    "leads_unreadable": (422, "这份文件读不出线索：{why}", "No leads can be read from this file: {why}"),
    "rows_refused": (
        422,
        "有 {n} 行不能采用，没有写入任何内容。",
        "{n} rows cannot be taken; nothing was written.",
    ),
    "reason_needed": (422, "请写明理由。", "Please give a reason."),
    "template_broken": (422, "模板不能使用：{why}", "The template cannot be used: {why}"),
    "template_disagrees": (
        422,
        "两份模板内容不一致，缺少：{fields}。",
        "The two templates do not say the same; missing: {fields}.",
    ),
    "file_unreadable": (422, "文件无法读取：{why}", "The file cannot be read: {why}"),
    "venue_listed": (
        409,
        "名录中已有这家场所（{code}）：代码和地址都相同。",
        "This venue is already listed ({code}): same code, same address.",
    ),
    "lead_alike": (
        409,
        "这家场所已有办理中的线索，请并入其中一条，或者写明为什么是另一件事。",
        "This venue has open leads: join one of them, or say why this is another matter.",
    ),
    "certificate_listed": (
        409,
        "执法证号 {cert_no} 已在名录中。",
        "Certificate {cert_no} is already listed.",
    ),
    "recusal_listed": (409, "这项回避已经登记。", "This recusal is already listed."),
    "import_moved_on": (
        409,
        "预览之后名录有变动，请重新核对后再确认。",
        "The register has changed since the preview; please check again.",
    ),
    "geocoder_off": (422, "尚未设置地址解析服务，请联系管理员。", "No geocoding service is set up."),
    "case_moved": (
        409,
        "{who}已于{at}办理“{did}”，案件现为“{state}”。您的办理没有生效，请看过最新内容再定。",
        "{who} has done “{did}” ({at}); the case stands at “{state}”. Yours was not done; look again first.",
    ),
    "nothing_to_repair": (
        409,
        "不能作信用修复提示：{why}。",
        "No prompt to repair the credit: {why_en}.",
    ),
    "repair_prompted": (
        409,
        "这条记录已于 {on} 作过信用修复提示（{number}），不再重复。",
        "The prompt of this record was made on {on} ({number}).",
    ),
    "repair_needs_its_record": (
        422,
        "信用修复提示须写明是哪条记录，请用“信用修复提示”办理。",
        "A prompt to repair the credit names its record; please use its own button.",
    ),
    "follow_up_moved": (
        409,
        "{who}已于{at}办理“{did}”，这项后续监管现为“{state}”。您的办理没有生效，请看过最新内容再定。",
        "{who} has done “{did}” ({at}); the follow-up stands at “{state}”. Yours was not done; look again.",
    ),
    "publication_differs": (
        409,
        "案件内容在拟定公示之后有变动，请退回重新拟定。",
        "The case has changed since its publication was prepared; return it and prepare it anew.",
    ),
    "draw_invalid": (
        422,
        "摇号材料不合规范 {rule}（{where}）：{why}",
        "Breaks {rule} of the draw specification ({where}): {why}",
    ),
    "draw_beacon_wrong": (
        422,
        "随机数“{value}”不合规定格式：{why}",
        "“{value}” is not a value of this source: {why}",
    ),
    "draw_beacon_weak": (
        422,
        "随机源只有 {bits} 位，至少需要 {fewest} 位。",
        "The beacon has {bits} bits; {fewest} are needed.",
    ),
    "draw_roster_differs": (409, "{file} 与公示的名录不一致，不能摇号。", "{file} is not the published one."),
    "draw_drand_unsigned": (
        422,
        "这不是 drand 第 {round} 轮的签名，请对照官方页面重录。",
        "This is not the signature of drand round {round}; read the official page again.",
    ),
    "draw_commit_late": (
        409,
        "承诺须早于信标时刻至少 {minutes} 分钟，请改选更晚的时刻。",
        "A commit is published {minutes} minutes before its moment at least; choose a later moment.",
    ),
    "draw_too_early": (409, "尚未到信标时刻，不能录入。", "It is before the moment of the beacon."),
    "draw_too_late": (
        409,
        "已过信标时刻三日，本次应作废。",
        "Three days have passed since the moment; this draw is to be voided.",
    ),
    "draw_source_not_late": (
        409,
        "该信标开出时刻之后满 24 小时才能推迟。",
        "A source is late 24 hours after its time.",
    ),
    "draw_visits_open": (
        409,
        "检查尚未结束，现在不能揭示密值。",
        "The visits are not over; the secret cannot be shown yet.",
    ),
    "draw_reveal_owed": (
        409,
        "第 {no} 次抽取的密值逾期未揭示，揭示之后才能再作承诺。",
        "The secret of draw {no} is overdue; reveal it before a new commit.",
    ),
    "draw_order": (409, "抽取日志此时不能写入 {event}：{why}", "The log cannot take {event} now: {why}"),
    "draw_open": (
        409,
        "本辖区第 {no} 次摇号尚未摇出或作废，不能再公示新的摇号。",
        "Draw {no} of this division is still open; draw it or void it first.",
    ),
    "draw_secret_wrong": (
        409,
        "密钥与公示的密钥承诺不一致，或无法解密。",
        "The secret is not the committed one, or cannot be decrypted.",
    ),
    "draw_escrow_missing": (
        422,
        "密封抽取须先生成密钥，把封存件交纪检或公证托管，并上传签收单照片。",
        "A sealed draw needs its secret in escrow first, and the photo of the receipt.",
    ),
    "draw_envelope_wrong": (
        422,
        "封存件或口令不对，无法打开。",
        "The envelope does not open with this passphrase.",
    ),
    "draw_evidence_few": (
        422,
        "替换须附现场照片、地点和两人签字的说明。",
        "A replacement needs a photo, the place, and a statement signed by two people.",
    ),
    "stamp_unreadable": (
        422,
        "这个文件不是 RFC 3161 时间戳，或时间戳机构没有签发。请上传机构返回的原件（.tsr 或 .tst）。",
        "This file is no RFC 3161 time stamp, or the authority granted none. Upload its answer as it came.",
    ),
    "stamp_of_another": (
        422,
        "时间戳盖的不是本次承诺的摘要。请核对送签的 64 位摘要。",
        "The time stamp is over another digest than this commit's. Compare the 64 digits that were sent.",
    ),
    "stamp_late": (
        422,
        "时间戳的签发时间晚于信标时刻前一小时，或在将来，不能证明承诺在先。",
        "The time stamp was given less than an hour before the beacon, or in the future: it proves nothing.",
    ),
    "stamp_untrusted": (
        422,
        "时间戳的签名或证书链没有通过核验：签发机构不在信任名单里，或文件被改动。",
        "The time stamp's signature or chain does not hold: an authority not on the list, or a changed file.",
    ),
    "drand_off": (
        422,
        "本系统未设置联网取值，请录入该轮的签名。",
        "Rounds are not fetched here; type in the signature of the round.",
    ),
    "drand_unreachable": (
        502,
        "第 {round} 轮未能取到，请稍后再试或手工录入。",
        "Round {round} could not be fetched; try again or type it in.",
    ),
    "draw_sheet_missing": (
        422,
        "请先上传签字的掷骰记录单照片。",
        "Upload the photo of the signed dice sheet first.",
    ),
    "draw_witnesses_few": (
        422,
        "掷骰至少需要三名见证人签名。",
        "Dice need the names of at least three witnesses.",
    ),
    "plan_unsettled": (
        422,
        "计划中还有未确定的内容，不能公布。",
        "Some rows of the plan are not settled yet.",
    ),
    "plan_unreadable": (422, "计划表无法读取：{why}", "The plan table cannot be read: {why}"),
    "plan_exists": (409, "本年度已有同名计划。", "A plan of this name exists in this year."),
    "cap_reached": (
        422,
        "该对象本年度入企检查已达上限（{used}/{limit}）。",
        "The venue has had its visits of the year ({used} of {limit}).",
    ),
    "code_unknown": (
        404,
        "没有查到这次检查：此码不是本系统发出的、有误，或尚未公开。您可以拒绝检查，并拨打 12345 核实。",
        "No such check: the code is not ours, misread, or not public yet. You may refuse and call 12345.",
    ),
    "evaluation_closed": (409, "现在不能评价这次检查。", "This check cannot be evaluated now."),
    "evaluation_given": (
        409,
        "这次检查的评价机会已由另一部手机领取。",
        "Another phone has already taken the one evaluation of this check.",
    ),
    "evaluation_key_wrong": (409, "评价密钥不对或已过期。", "The key of the evaluation is wrong or too old."),
    "evaluation_invalid": (422, "评价凭证无效。", "The right to evaluate is not valid."),
    "evaluation_spent": (409, "这次评价已经收到过。", "This evaluation was received before."),
    "officers_too_few": (
        422,
        "检查须由两名以上执法人员进行。",
        "An inspection needs two officers or more.",
    ),
    "outing_twice": (409, "所选人员当日已在另一批出动中。", "Somebody named is already out that day."),
    "officer_recused": (
        422,
        "所派执法人员与该对象有回避情形。",
        "An officer named is recused from this venue.",
    ),
    "officer_away": (422, "所派执法人员不在岗。", "An officer named is away or has left."),
    "certificate_invalid": (
        422,
        "所派执法人员的执法证在检查日期无效。",
        "An officer's certificate is not valid on the day of the inspection.",
    ),
    "officer_needed": (
        403,
        "您不在执法人员名录中，不参加值班轮值。",
        "You are not on the register of officers.",
    ),
    "duty_past": (409, "过去的值班周不能改动。", "A week of duty that is over is not changed."),
    "duty_twice": (
        409,
        "该人员本周已有值班。",
        "This officer already serves in that week.",
    ),
    "item_not_in_force": (
        422,
        "检查事项不在清单内或未生效。",
        "An item is not on the list in force.",
    ),
}


class DomainError(Exception):
    """A refusal that is nobody's bug: `code` from the catalogue, `data` with the facts."""

    def __init__(self, code: str, data: Mapping[str, Any] | None = None) -> None:
        """`code` must be in the catalogue (a test walks every raise)."""
        if code not in CATALOGUE:
            raise ValueError(f"error code {code!r} is not in the catalogue")
        self.code = code
        self.data = dict(data or {})
        super().__init__(code)

    @property
    def status(self) -> int:
        """HTTP status of the refusal."""
        return CATALOGUE[self.code][0]

    def message(self, language: str = "zh") -> str:
        """The sentence, filled with the data; a name the data lacks stays visible as `—`."""
        _, chinese, english = CATALOGUE[self.code]
        sentence = english if language == "en" else chinese
        return sentence.format_map(_Facts(self.data))


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
