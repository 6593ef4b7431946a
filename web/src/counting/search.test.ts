import { expect, test } from "vitest";

import { hitTo, years } from "@/counting/search";

test("a hit opens on its page, a document on the page of its matter", () => {
  expect([hitTo({ noun: "case", to: "1" }), hitTo({ noun: "inspection", to: "1" }), hitTo({ noun: "venue", to: "1" }), hitTo({ noun: "visit", to: "1" })]).toEqual(["/c/cases/1", "/c/records/1", "/c/venues?open=1", null]);
});

test("ten years are offered, this one first", () => {
  expect([years("2026-09-15")[0], years("2026-09-15").length]).toEqual(["2026", 10]);
});
