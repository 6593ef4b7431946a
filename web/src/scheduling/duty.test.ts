import { expect, test } from "vitest";

import { areasRead, areasWrite, places, type Week } from "@/scheduling/duty";

const towns = new Map([["艾山街道", "370117001"], ["里辛街道", "370117002"]]);
const names = new Map([...towns].map(([name, code]) => [code, name]));

test("patrol areas written one a line are read back as they were", () => {
  const text = "东片区｜艾山街道、里辛街道｜钢都大街\n西片区｜｜";
  const areas = areasRead(text, towns);
  expect(areas).toEqual([
    { name: "东片区", townships: ["370117001", "370117002"], streets: "钢都大街" },
    { name: "西片区", townships: [], streets: "" },
  ]);
  expect(areasWrite(areas, (code) => names.get(code) ?? code)).toBe(text);
});

test("empty lines are no areas and an unknown township stays as typed", () => {
  expect(areasRead("\n 甲 | 某镇 \n", towns)).toEqual([{ name: "甲", townships: ["某镇"], streets: "" }]);
});

test("only seats with the verb can be chosen", () => {
  const seat = (uuid: string, verbs: string[]) => ({ uuid, seat: 1, officer: null, name: "", own: false, origin: "rota", warnings: [], verbs }) as Week["teams"][number]["seats"][number];
  const week = { teams: [{ no: 2, areas: [], seats: [seat("a", []), seat("b", ["duty.change"])] }] } as unknown as Week;
  expect(places([week], "duty.change").map((one) => [one.seat.uuid, one.team])).toEqual([["b", 2]]);
});
