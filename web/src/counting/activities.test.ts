import { describe, expect, it } from "vitest";

import { quarterDays } from "@/counting/activities";

describe("a quarter", () => {
  it("runs from its first to its last day", () => {
    expect(["2026-1", "2026-3", "2026-4", ""].map(quarterDays)).toEqual([
      { from: "2026-01-01", to: "2026-03-31" }, { from: "2026-07-01", to: "2026-09-30" }, { from: "2026-10-01", to: "2026-12-31" }, { from: "", to: "" },
    ]);
  });
});
