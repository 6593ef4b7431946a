import { afterEach, describe, expect, test } from "vitest";

import { language } from "@/locales/language";
import { repairWords, type PublicRepair } from "@/public/repair";

const repair = (over: Partial<PublicRepair> = {}): PublicRepair => ({ from_on: "2026-12-16", until_on: "2027-09-15", why_not: "", asks: ["performed", "corrected", "pledge"], basis: "信用修复管理办法", verified: false, ...over });

afterEach(() => (language.value = "zh"));

describe("beside a published decision", () => {
  test("the day and the conditions are said, and that the period was not verified", () => {
    expect(repairWords(repair())).toEqual({
      line: "可自 2026-12-16 起申请信用修复",
      more: "条件：处罚履行完毕、违法行为改正、作出信用承诺。在“信用中国”网站申请，不收费。最长公示至 2027-09-15（期限待核实）",
    });
    expect(repairWords(repair({ verified: true, until_on: null }))?.more).not.toContain("待核实");
  });

  test("in English second", () => {
    language.value = "en";
    expect(repairWords(repair({ asks: ["performed"] }))).toEqual({
      line: "Repair may be asked for from 2026-12-16",
      more: "Needs: penalty performed. Apply on the site Credit China, free of charge. Public until 2027-09-15 at the longest (periods not verified)",
    });
  });

  test.each([
    ["minor", "轻微失信信息，信用网站原则上不公示，不需要申请修复"],
    ["over", "已满最长公示期，不需要申请修复"],
    ["withdrawn", undefined],
    ["fallen", undefined],
  ] as const)("where nothing is to be repaired (%s) it says so, or nothing", (why_not, line) => expect(repairWords(repair({ from_on: null, until_on: null, asks: [], why_not }))?.line).toBe(line));
});
