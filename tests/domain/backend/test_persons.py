"""Names nobody put in a field, and where somebody lives, before a text goes to the public."""

import pytest

from backend.domain.persons import homes_hidden, names_told


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("接纳未成年人赵小禾、钱小满和孙可进入营业场所", {"赵小禾", "钱小满", "孙可"}),
        ("举报人：周一一（电话另附）", {"周一一"}),
        ("经营者姓名为李四，证人是吴冉。", {"李四", "吴冉"}),
        ("监护人于淼到场", {"于淼"}),
        ("来电人王强反映店主韩山未核对身份", {"王强"}),
        ("店主：韩山。老板韩大山称", {"韩山", "韩大山"}),
        ("未成年人于当日进入，学生任何时间不得进入", set()),
        ("未成年人禁入标志缺失，未成年人上网", set()),
        ("接纳两名未成年人，罚款五千元", set()),
    ],
)
def test_a_name_is_known_by_the_word_before_it(text: str, names: set[str]) -> None:
    assert names_told(text) == names


def test_homes_are_hidden() -> None:
    text = "学生赵小禾（家住里辛街道桃花源小区3号楼501室）称；户籍所在地：莱芜区凤城街道。"
    assert homes_hidden(text) == "学生赵小禾（家住（已隐去））称；户籍所在地（已隐去）。"
