"""The columns of rosters: what bureaus call them, and where the header is beneath the titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from registry.domain.importing.cells import Cell, shown

# A field and what it is called, the first name is ours; a long list goes on in the next line.
_VENUE_WORDS: Final = """
code 对象编号 主体编号 监管对象编号
name 单位名称 企业名称 场所名称 名称 主体名称 市场主体名称 经营单位名称 经营单位 经营主体 检查对象
name 检查对象名称 商户名称 机构名称 被检查单位 被检查单位名称 经营场所名称 公司名称 店铺名称 网吧名称
name 旅行社名称 经营主体名称 单位
sign_name 招牌名 招牌名称 招牌 门头名称 门头 店招 店名 字号 牌匾名称
uscc 统一社会信用代码 社会信用代码 信用代码 统一信用代码 统一代码 统一社会信用代码/注册号 营业执照号
uscc 营业执照号码 营业执照注册号 营业执照编号 注册号
kind 类型 主体类型 企业类型 市场主体类型 单位类型 经济性质 主体性质
legal_person 法定代表人/经营者 法定代表人 法人 法人代表 法定代表人或负责人 经营者 负责人 法人姓名
legal_person 法定代表人姓名 法人/经营者 法定代表人/负责人 经营者姓名 负责人姓名
site_manager 现场负责人 主要负责人 联系人 管理人员 安全负责人 现场联系人
phone 电话 联系电话 联系方式 手机 手机号 手机号码 电话号码 联系人电话 负责人电话 法人电话 联系人手机
registered_address 注册地址 住所 登记住所 注册地 住所地 登记地址 营业执照地址
address 经营地址 地址 经营场所 详细地址 单位地址 企业地址 场所地址 实际经营地址 所在地址 经营场所地址
address 实际地址
township 街道/乡镇 街道乡镇 街道 乡镇 镇街 所属街道 所在街道 所属乡镇 所在乡镇 属地 辖区 所属镇街
township 所在镇街 镇办 乡镇街道 乡镇/街道 所属辖区 镇/街道
lng 经度 lng longitude lon
lat 纬度 lat latitude
coordinates 坐标 经纬度 地理坐标 位置坐标
datum 坐标系 坐标系统 坐标类型 坐标基准
categories 类别 场所类别 行业类别 经营类别 检查对象类别 行业 业态 场所类型 单位类别 所属行业 经营业态
categories 对象类别 类别代码 行业类型
licence_kind 证照名称 许可证名称 许可证类型 证照类型 许可证种类 证件名称 证照
licence_number 许可证编号 许可证号 证照编号 许可证号码 经营许可证号 经营许可证编号 许可证编号/备案号
licence_number 许可证件号 备案号 备案编号 证照号
licence_scope 许可范围 许可事项 许可项目 许可内容
licence_issued_on 发证日期 发证时间 颁发日期 许可日期 发证日 许可证发证日期 颁证日期 许可证颁发日期
licence_issued_on 有效期自
licence_valid_to 有效期至 有效期 许可证有效期 有效期限 到期日期 许可证有效期至 截止日期 有效期截止
licence_valid_to 许可有效期 到期时间 许可证到期日 许可证到期时间 证照有效期
capacity 核定人数 核定消费者数 核定容纳人数 核定消费人数 容纳人数 最大容纳人数
area_m2 面积 营业面积 经营面积 建筑面积 使用面积 场所面积
units 终端/包间数 终端数 包间数 机器数 电脑台数 包厢数 计算机台数 房间数 终端台数 终端(包间)数
units 终端数/包间数 机台数
hours 营业时段 营业时间 经营时间 经营时段
credit_grade 信用等级 信用级别 信用评级 信用分级 信用分类
opened_on 首次开业 首次开业日期 开业日期 开业时间 成立日期 成立时间
status 状态 经营状态 营业状态 主体状态 登记状态 经营状况
"""
_OFFICER_WORDS: Final = """
name 姓名 人员姓名 执法人员 执法人员姓名 名字
cert_no 执法证号 执法证编号 行政执法证号 证件号 证号 执法证件号 行政执法证编号 执法证件编号 执法证号码
cert_no 证件编号 执法证 执法证件号码 行政执法证件编号 行政执法证件号
cert_valid_to 有效期至 有效期 证件有效期 执法证有效期 证件有效期至 执法证有效期至 到期日期 有效期限
cert_valid_to 有效期截止 到期时间 证件到期日
unit 单位 所在单位 工作单位 执法单位 部门 所属单位 单位名称 所在部门 执法机构
quals 资质类别 执法类别 执法领域 业务类别 资质 执法资质 类别 执法范围 检查类别
lead_quals 主检资格 主检类别 主检 主检员类别 主检员资格 主检人员资格
phone 电话 联系电话 手机 手机号 手机号码 联系方式 电话号码
status 状态 在岗状态 在岗情况 人员状态 是否在岗
towns 负责街道 责任区域 负责片区 片区 责任街道
"""


def _listed(table: str) -> dict[str, tuple[str, ...]]:
    columns: dict[str, tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        field, *words = line.split()
        columns[field] = columns.get(field, ()) + tuple(words)
    return columns


VENUE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = _listed(_VENUE_WORDS)
OFFICER_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = _listed(_OFFICER_WORDS)
_SEARCHED: Final = 40


class HeaderMissing(ValueError):
    """No row of the sheet names the columns that must be there."""


@dataclass(frozen=True)
class Header:
    """The header row (counted from 1), the field of each column, and headers nobody knows.

    ``titles`` are the cells as they stand; ``title_row`` names every column so that it is known again alone.
    """

    row: int
    columns: Mapping[int, str]
    titles: Mapping[int, str]
    title_row: tuple[str, ...]
    unknown: tuple[str, ...]


def find_header(
    rows: Sequence[Sequence[Cell]], columns: Mapping[str, tuple[str, ...]], needed: Sequence[str]
) -> Header:
    """The row that names most columns, the first of equals; HeaderMissing without the needed ones.

    A column under a merged heading may be named by both together (许可证 over 编号).
    """
    words = {_key(word): field for field, listed in columns.items() for word in listed}
    best: Header | None = None
    for place, row in enumerate(rows[:_SEARCHED]):
        above = rows[place - 1] if place else ()
        found = _read(place, row, above, words)
        if found.columns and (best is None or len(found.columns) > len(best.columns)):
            best = found
    missing = [field for field in needed if best is None or field not in best.columns.values()]
    if best is None or missing:
        labels = "、".join(f"“{columns[field][0]}”" for field in missing)
        raise HeaderMissing(f"在前{_SEARCHED}行中没有找到表头：缺少{labels}一列")
    return best


def _read(place: int, row: Sequence[Cell], above: Sequence[Cell], words: Mapping[str, str]) -> Header:
    columns: dict[int, str] = {}
    titles: dict[int, str] = {}
    title_row = []
    unknown = []
    for column, cell in enumerate(row):
        title = shown(cell).strip()
        whole = shown(above[column]).strip() + title if column < len(above) else title
        field = _named(whole, words)
        title_row.append(whole if field else title)
        field = field or _named(title, words)
        if title and field and field not in columns.values():
            columns[column] = field
            titles[column] = title
        elif title:
            unknown.append(title)
    return Header(place + 1, columns, titles, tuple(title_row), tuple(unknown))


def _named(title: str, words: Mapping[str, str]) -> str | None:
    key = _key(title)
    return words.get(key) or words.get(re.sub(r"\(.*?\)", "", key))


def _key(title: str) -> str:
    return re.sub(r"[\s*:_\u200b-\u200f\ufeff]+", "", unicodedata.normalize("NFKC", title)).casefold()
