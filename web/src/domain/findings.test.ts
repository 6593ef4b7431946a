import { expect, test } from "vitest";

import { dayAfter, orderOf, ordersMerged, repeated, type Cited } from "@/domain/findings";

const past = (found_on: string, corrected = false, item = "NET-04") => ({ item, found_on, corrected });

test("a repeat tells the last time and how often in twelve months", () => {
  const history = [past("2026-03-02", true), past("2025-09-16"), past("2025-09-15"), past("2024-01-01"), past("2026-08-01", false, "NET-05")];
  expect(repeated(history, "NET-04", "2026-09-15")).toEqual({ last: "2026-03-02", corrected: true, times: 2 });
});

test("one of long ago is told without a count", () => {
  expect(repeated([past("2024-01-01")], "NET-04", "2026-09-15")).toEqual({ last: "2024-01-01", corrected: false, times: 0 });
});

test("nothing before is no repeat", () => expect(repeated([], "NET-04", "2026-09-15")).toBeNull());

const basis = (law: string, article: string, role: string, measures: string[] = [], in_force = true): Cited => ({ law, article, role, measures, in_force });
const item = (level: string, bases: Cited[]) => ({ level, question: "是否悬挂标志", statement_bad: "未悬挂未成年人禁入标志", bases });
const RULE = "《中华人民共和国行政处罚法》第二十八条第一款";

test("an order names the duty and the provision in force that orders to put it right", () => {
  const bases = [basis("网吧条例", "第二十条", "duty"), basis("网吧条例", "第三十条", "penalty", ["rectify"], false), basis("网吧条例", "第三十一条", "penalty", ["rectify"])];
  expect(orderOf(item("general", bases), "2026-09-15")).toEqual({ content: "未悬挂未成年人禁入标志", basis: `${RULE}、《网吧条例》第二十条、《网吧条例》第三十一条`, dueOn: "2026-09-30" });
});

test.each([
  ["general", [], "2026-09-30"],
  ["key", [], "2026-09-22"],
  ["general", [basis("娱乐条例", "第四十一条", "penalty", ["ban"])], "2026-09-16"],
] as const)("a %s item with %j is due on the day its violation asks for", (level, bases, dueOn) => {
  expect(orderOf(item(level, [...bases]), "2026-09-15").dueOn).toBe(dueOn);
});

test("an item without a sentence orders by its question", () => {
  expect(orderOf({ ...item("key", []), statement_bad: "" }, "2026-09-15").content).toBe("是否悬挂标志");
});

test("what is due on one day is one order, and its provisions stand once", () => {
  const one = (content: string, dueOn: string) => ({ content, dueOn, basis: `${RULE}、《甲》第一条` });
  const merged = ordersMerged([{ item: "A", order: one("补挂标志", "2026-09-30") }, { item: "B", order: one("停业", "2026-09-16") }, { item: "C", order: one(" 补登记 ", "2026-09-30") }]);
  expect(merged).toEqual([
    { items: ["B"], content: "停业", basis: `${RULE}、《甲》第一条`, due_on: "2026-09-16" },
    { items: ["A", "C"], content: "1．补挂标志\n2．补登记", basis: `${RULE}、《甲》第一条`, due_on: "2026-09-30" },
  ]);
});

test("provisions beyond what the line holds are left out whole", () => {
  const long = `《${"甲".repeat(90)}》第一条`;
  const merged = ordersMerged([{ item: "A", order: { content: "改", basis: `${long}、《${"乙".repeat(90)}》第一条、《丙》第一条`, dueOn: "2026-09-30" } }]);
  expect(merged[0]!.basis.length).toBeLessThanOrEqual(200);
});

test("a month's end is passed", () => expect(dayAfter("2026-12-31", 1)).toBe("2027-01-01"));
