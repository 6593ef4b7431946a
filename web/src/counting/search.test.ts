import { expect, test } from "vitest";

import { CASE_STATES, hitTo, years } from "@/counting/search";
import { LEAD_STATES } from "@/enforcement/leads";
import { leadState } from "@/locales/leads";
import { stateName } from "@/locales/search";

test("a hit opens on its page, a document on the page of its matter", () => {
  expect([hitTo({ noun: "case", to: "1" }), hitTo({ noun: "inspection", to: "1" }), hitTo({ noun: "venue", to: "1" }), hitTo({ noun: "visit", to: "1" })]).toEqual(["/c/cases/1", "/c/records/1", "/c/venues?open=1", null]);
});

test("ten years are offered, this one first", () => {
  expect([years("2026-09-15")[0], years("2026-09-15").length]).toEqual(["2026", 10]);
});

test("every state of a case or a lead is said in words, a lead's as its own page says it", () => {
  expect(CASE_STATES.map((state) => stateName(`case.${state}`)).filter((said) => said.includes("."))).toEqual([]);
  expect(LEAD_STATES.map((state) => stateName(`lead.${state}`))).toEqual(LEAD_STATES.map(leadState));
});
