"""The year's plan of the demonstration: its wording as districts publish it, and the caps by grade."""

from datetime import date, datetime

from backend.clock import BEIJING
from backend.models import User
from scheduling.domain.grading import GradeRule
from scheduling.models import PlanRow
from scheduling.services.caps import cap_set
from scheduling.services.plans import plan_make, plan_publish, plan_row_add, plan_row_edit
from scheduling.services.policies import policy_save

DRAWN_UP = datetime(2026, 1, 6, 9, 30, tzinfo=BEIJING)
PUBLISHED = datetime(2026, 1, 20, 9, 30, tzinfo=BEIJING)
# item, categories, wording, first month, last month, deadline, basis
ROWS = (
    ("互联网上网服务营业场所的检查", ("NET",), "30%,不少于1次/年", 3, 9, "9月底", "《互联网上网服务营业场所管理条例》"),
    ("歌舞、游艺娱乐场所经营情况的检查", ("KTV", "GAM"), "30%,不少于1次/年", 4, 5, "5月底", "《娱乐场所管理条例》"),
    ("出版物发行与印刷经营活动的检查", ("PUB", "PRI"), "≥20% 每年一次", 5, 6, "6月底", "《出版管理条例》《印刷业管理条例》"),
    ("旅行社行业监督检查", ("TRA",), "30%,不少于1次/年", 6, 7, "7月底", "《旅行社条例》"),
    ("剧本娱乐与电竞酒店的检查", ("SCR", "EHT"), "40%", 7, 8, "8月底", "未成年人保护法"),
    ("电影放映与卫星接收设施的检查", ("FIL", "SAT"), "不低于40%", 8, 9, "9月底", "《电影产业促进法》"),
    ("营业性演出与艺术品经营的检查", ("PER", "ART"), "2%-5%", 10, 11, "11月底", "《营业性演出管理条例》"),
    ("营业性演出安全的部门联合检查", ("PER",), "5%", 10, 11, "11月底", "《营业性演出管理条例》《大型群众性活动安全管理条例》"),
)  # fmt: skip
# the policy of the year: net cafés, where minors are let in, more often than the rest
POLICY = {
    "*": {"A": (200, 1, 1, 1, 365), "B": (500, 1, 2, 2, 180), "C": (2100, 1, 4, 2, 90), "D": (6100, 1, 8, None, 0)},
    "NET": {"A": (300, 1, 1, 1, 270), "B": (1000, 1, 2, 2, 120), "C": (2500, 1, 4, 2, 60), "D": (6100, 1, 8, None, 0)},
}  # fmt: skip
# rows checked together with another organ
COOPERATING = {"营业性演出安全的部门联合检查": "公安分局"}
CAPS = (("*", "A", 1), ("*", "B", 2), ("*", "C", 2), ("*", "D", 4))


def plan_load(actor: User) -> list[PlanRow]:
    """The plan with its rows, published; caps by credit grade for the year."""
    plan = plan_make(
        year=2026, name="2026年度抽查工作计划", number="370117-2026-01", cutoff_on=date(2026, 1, 1), actor=actor,
        now=DRAWN_UP,
    )  # fmt: skip
    for item, categories, wording, first, last, deadline, basis in ROWS:
        values = {
            "item": item, "categories": list(categories), "quota_verbatim": wording, "month_from": first,
            "month_to": last, "deadline_verbatim": deadline, "basis": basis, "method": "实地检查",
            "item_class": "general", "initiating": "文化和旅游局",
            "cooperating": COOPERATING.get(item, ""),
        }  # fmt: skip
        row = plan_row_add(plan_id=plan.uuid, values=values, actor=actor, now=DRAWN_UP)
        if row.ratio_bp is None:
            plan_row_edit(
                row_id=row.uuid,
                values={"ratio_bp": 500},
                reason="在公布的区间内取上限",
                actor=actor,
                now=DRAWN_UP,
            )
    for category, grade, cap in CAPS:
        cap_set(
            year=2026, category=category, grade=grade, cap=cap, source="2026年度涉企行政检查频次表（演示）", actor=actor,
            now=DRAWN_UP,
        )  # fmt: skip
    policy_save(
        number="钢文执〔2026〕1号（演示）", title="文化市场分级分类随机抽查办法", valid_from=date(2026, 2, 1), verified=False,
        note="首次制定。比例取建议区间的下限，间隔天数为拟定值，待核实。",
        table={
            category: {grade: GradeRule(*cells).as_dict() for grade, cells in row.items()}
            for category, row in POLICY.items()
        },
        actor=actor, now=DRAWN_UP,
    )  # fmt: skip
    plan_publish(plan_id=plan.uuid, actor=actor, now=PUBLISHED)
    return list(PlanRow.objects.everywhere("loader").filter(plan=plan).order_by("seq"))
