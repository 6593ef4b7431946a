import { expect, test } from "vitest";

import { tableDays, tableText } from "@/console/calendarTable";

test("a table reads back as it was written", () => {
  const days = [
    { on: "2027-01-01", kind: "statutory" as const, name: "元旦" },
    { on: "2027-01-02", kind: "bridge" as const, name: "休" },
    { on: "2027-01-03", kind: "makeup" as const, name: "班" },
  ];
  expect(tableDays(tableText(days))).toEqual({ days, bad: null });
});

test("empty lines and commas do no harm; a name may be left out", () => {
  expect(tableDays("\n2027-01-01，法定，元旦\n\n2027-01-02 休\n").days.map((day) => day.name)).toEqual(["元旦", "休"]);
});

test("the first line that cannot be read is named", () => {
  expect(tableDays("2027-01-01 法定 元旦\n1月2日 休").bad).toEqual({ n: 2, text: "1月2日 休" });
  expect(tableDays("2027-13-01 休").bad?.n).toBe(1);
  expect(tableDays("2027-01-02 放假").bad?.n).toBe(1);
});
