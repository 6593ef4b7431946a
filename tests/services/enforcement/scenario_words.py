"""What the people of a scenario write: at each act of the case, and where a paper leaves room for words."""

from typing import Any

from backend.domain.forms import day_words
from enforcement.models import Case

USCC = "91370117MA3E0001X1"
FACTS = (
    "2026年9月10日22时30分许，当事人在其经营场所内接纳两名未成年人（已满十六周岁）上网，未核对、登记其有效身份"
    "证件。上述事实有现场检查（勘验）笔录、调查询问笔录、上网登记记录等证据证明。"
)
PROPOSAL = "当事人的行为违反了经营场所不得接纳未成年人的规定，建议依法给予行政处罚。"

DISCS = [{"name": "音像制品", "model": "光盘", "count": 2, "unit": "件", "note": "无出版单位名称"}]
# of a song and dance venue
KTV: dict[str, dict[str, Any]] = {
    "file": {"summary": "接线索核查，当事人在包间内接待四名未成年人消费，涉嫌接纳未成年人。"},
    "investigate": {
        "facts": "2026年9月10日21时许，当事人在其 8 号包间内接待四名未成年人唱歌消费，未要求其出示身份"
        "证件。上述事实有调查询问笔录、消费小票、监控录像等证据证明。",
    },
    "reasons": {"reasons": "《娱乐场所管理条例》第二十三条；《中华人民共和国未成年人保护法》第五十八条"},
}
# act → the words usual in it
OF_ACT: dict[str, dict[str, Any]] = {
    "file": {"summary": "接线索核查，当事人经营场所内有两名未成年人上网，涉嫌接纳未成年人进入营业场所。"},
    "investigate": {"facts": FACTS, "proposal": PROPOSAL},
    "review": {"opinion": "主体适格，事实清楚，证据充分，适用法律正确，程序合法，同意。"},
    "inform": {"proof": "韩山"},
    "decide": {"text": ""},
    "serve": {"proof": "韩山"},
    "preservation.ask": {"place": "当事人机房", "reason": "主机内的上网记录可能灭失"},
    "seizure.ask": {
        "place": "本机关物证室",
        "basis": "《互联网上网服务营业场所管理条例》第二十七条",
        "reason": "涉嫌擅自从事经营活动，须扣押专用工具、设备",
    },
    "seizure.prolong": {"reason": "案情复杂，鉴定尚未完成"},
    "sampling.take": {"items": DISCS, "place": "当事人经营场所", "sent_to": "虚构文化产品鉴定中心"},
    "sampling.result": {
        "number": "虚鉴字〔2026〕第36号", "result": "送检的两件音像制品均为非法出版物。",
    },
    "hearing.request": {"reason": "当事人认为处罚过重，要求听证"},
    "hearing.notify": {"hearing_hour": "09:30", "place": "本机关二楼听证室", "chair": "季文度"},
    "hearing.hold": {"record": "承办人陈述事实、证据和建议；当事人称系店员疏忽；双方质证、辩论并陈述。"},
    "hearing.report": {"opinion": "事实清楚，证据充分，申辩理由不足以改变事实的认定，建议维持拟处罚。"},
    "discussion.record": {
        "people": "顾承岳、邵立行、季文度",
        "conclusion": "一致同意按拟处罚意见作出行政处罚决定。",
    },
    "instalments.ask": {"reason": "经营困难，申请分两期缴纳罚款"},
    "announcement.post": {"reason": "直接、留置、邮寄均无法送达", "where": "区人民政府网站公告栏"},
    "announcement.lapse": {"proof": "公告截图及期满证明"},
    "referral.propose": {"crime": "组织未成年人进行违反治安管理活动罪",
        "reason": "查明有人组织场内未成年人实施盗窃"},
    "referral.hand_over": {
        "to": "济南市公安局钢城区分局", "receipt": "钢公收字第12号", "copied": "钢城区人民检察院",
    },
    "referral.accept": {"number": "钢公立字〔2026〕21号"},
    "referral.decline": {"reason": "未达到刑事追诉标准"},
    "referral.deliver": {"note": "涉案主机两台及案卷复印件"},
    "urging.send": {"proof": "邮寄回执 XA0000000CN"},
    "urging.apply": {"court": "济南市钢城区人民法院"},
    "review.receive": {"body": "济南市钢城区人民政府", "number": "钢政复〔2026〕5号"},
    "litigation.receive": {"body": "济南市钢城区人民法院", "number": "（2026）鲁0117行初8号"},
}  # fmt: skip
OPINIONS = {"section_opinion": "同意承办人意见，请审批。", "leader_opinion": "同意。"}
# of a party the register does not know
CITIZEN = {"party_id": "示例身份证件号", "party_address": "钢城区示例小区 3 号"}
CONTACT = {"organ_contact": "钢城区虚构大街 8 号，0531-00000000"}
NET = "《互联网上网服务营业场所管理条例》第二十一条第一款、第三十一条"

# form → what is written where the case does not say it
OF_FORM: dict[str, dict[str, Any]] = {
    "report_handling": {
        "handling": "情况属实，涉嫌违法，建议立案调查。", "leader_opinion": "同意立案。",
    },
    "filing_approval": {"handling": "有违法事实的初步证据，属于本机关管辖，建议立案。", **OPINIONS},
    "question_notice": {
        "appear_place": "本机关询问室",
        "bring": "营业执照、许可证副本、法定代表人身份证件、上网登记记录",
        **CONTACT,
    },
    "question_record": {
        "place": "本机关询问室", "person": "韩山", "person_sex": "男", "person_id": "示例证件号",
        "work": "值班经理", "relation": "当事人的现场负责人",
        "answers": "问：我们是执法人员，这是我们的执法证件，是否申请回避？\n答：看清楚了，不申请回避。\n"
        "问：检查当晚的情况是否属实？\n答：属实，当时没有核对他们的身份证件。\n"
        "问：还有什么要补充的？\n答：没有了，愿意改正。",
    },
    "investigation_end": {"reasons": NET, **OPINIONS},
    "prior_notice": {"reasons": NET, **CONTACT},
    "statement_review": {
        "handling": "经复核，当事人系初次违法且已改正，其请求从轻的理由成立，予以采纳。", **OPINIONS,
    },
    "no_penalty": {"reasons": "《中华人民共和国行政处罚法》第三十三条、第三十六条、第五十七条"},
    "case_transfer": {
        "to_organ": "济南市公安局钢城区分局", "grounds": "涉嫌犯罪，依法移送。",
        "enclosed": [{"name": "案卷材料", "count": "1"}],
    },
    "discussion": {"report": "承办人汇报事实、证据、依据、裁量和当事人的陈述申辩。"},
    "hearing_notice": {**CONTACT},
    "hearing_record": {"agent": "／"},
    "hearing_opinion": {"leader_opinion": "同意听证意见。"},
    "approval": {"handling": "符合法定条件，建议批准。", **OPINIONS},
    "appraisal": {
        "method": "《出版物鉴定管理办法》，比对、查核", "experts": [{"name": "金鉴", "cert_no": "JD-0001"}],
    },
    "urging": {**CONTACT},
    "service_proof": {"receiver": "韩山", "relation": "值班经理"},
    "closing_report": {"handling": "案件办理完毕，建议结案。", "leader_opinion": "同意结案。"},
}  # fmt: skip


def words_of(form: str, case: Case, on: str) -> dict[str, Any]:
    """What is written into this form on this day."""
    hours = {"started_at": f"{on}T10:30", "finished_at": f"{on}T11:10"}
    timed: dict[str, dict[str, Any]] = {
        "question_notice": {"appear_at": f"{on}T14:30"},
        "question_record": hours,
        "closing_report": {} if case.performed_on else {"performance": _unperformed(case)},
    }
    ktv = KTV["reasons"] if case.violation_id == "KTV-MINORS" and "reasons" in OF_FORM.get(form, {}) else {}
    return {**CITIZEN, **OF_FORM.get(form, {}), **ktv, **timed.get(form, {})}


def _unperformed(case: Case) -> str:
    told = f"{day_words(case.served_on)}送达当事人。" if case.served_on else ""
    return told + (case.ended_reason or "无须履行的内容。")
