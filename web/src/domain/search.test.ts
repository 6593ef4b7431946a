import { expect, test } from "vitest";

import { found, type Entry } from "@/domain/search";

const entry = (key: string, title: string, text = ""): Entry => ({ kind: "item", key, title, text });
const LAW = [
  entry("1", "《网吧条例》第二十一条", "不得接纳未成年人进入营业场所"),
  entry("2", "接纳未成年人", "网吧"),
  entry("3", "未悬挂许可证", "《网吧条例》第三十一条 罚款一万五千元以下"),
  entry("4", "Smoking", "fire"),
];
const keys = (asked: string): string[] => found(LAW, asked).map(({ key }) => key);

test.each([
  ["未成年人", ["2", "1"]],
  ["网吧 未成年人", ["1", "2"]],
  ["网吧条例，第三十一条", ["3"]],
  ["接纳未成年人进入场所", ["1"]],
  ["smoking", ["4"]],
  ["船", []],
  ["  ", []],
])("“%s” finds %j", (asked, wanted) => expect(keys(asked)).toEqual(wanted));
