import { expect, test } from "vitest";

import { CASE_STATES, hitTo, years } from "@/counting/search";
import { STATES as ACTIVITY_STATES } from "@/counting/activities";
import { STATES as GUIDANCE_STATES } from "@/enforcement/guidance";
import { LEAD_STATES } from "@/enforcement/leads";
import { activityState } from "@/locales/activities";
import { guidanceState } from "@/locales/guidance";
import { leadState } from "@/locales/leads";
import { stateName } from "@/locales/search";

test("a hit opens on its page, a document on the page of its matter", () => {
  const to = (noun: string) => hitTo({ noun, to: "1" });
  expect(["case", "lead", "record", "order", "inspection", "venue"].map(to)).toEqual(["/c/cases/1", "/c/cases/leads/1", "/c/records/1", "/c/records/1", "/c/records/1", "/c/venues?open=1"]);
  expect(["guidance", "followup", "activity", "visit", "organ"].map(to)).toEqual(["/c/cases/guidance?open=1", "/c/cases/follow-ups?open=1", "/c/figures/activities?open=1", "/c/visits?open=1", null]);
});

test("ten years are offered, this one first", () => {
  expect([years("2026-09-15")[0], years("2026-09-15").length]).toEqual(["2026", 10]);
});

test("every state is said in words, as the page of its kind says it", () => {
  expect(CASE_STATES.map((state) => stateName(`case.${state}`)).filter((said) => said.includes("."))).toEqual([]);
  expect(LEAD_STATES.map((state) => stateName(`lead.${state}`))).toEqual(LEAD_STATES.map(leadState));
  expect(ACTIVITY_STATES.map((state) => stateName(`activity.${state}`))).toEqual(ACTIVITY_STATES.map(activityState));
  expect(GUIDANCE_STATES.map((state) => [stateName(`talk.${state}`), stateName(`pledge.${state}`)])).toEqual(GUIDANCE_STATES.map((state) => [guidanceState(state), guidanceState(state)]));
});
