import { expect, test } from "vitest";

import type { Case } from "@/enforcement/cases";
import { eventsOf, stepsOf } from "@/enforcement/course";

const STATES = ["filed", "investigated", "reviewed", "informed", "decided", "served", "performed", "closed", "archived"];
const made = (state: string, days: number, over: Partial<Case> = {}): Case => ({ state, outcome: "", published_on: null, course: STATES.map((name, n) => ({ state: name, on: n < days ? `2026-09-0${n + 1}` : null })), ...over }) as Case;
const faces = (one: Case): string => stepsOf(one).map((step) => step.face[0]).join("");

test("the first step without a day is the next one", () => expect(faces(made("reviewed", 3))).toBe("dddnoooooo"));

test("the publication of a decision does not hold up the course", () => expect(faces(made("served", 6, { outcome: "penalty" }))).toBe("ddddddonoo"));

test("a decision without a penalty needs no notice, publication or performance", () => {
  const one = made("decided", 3, { outcome: "no_penalty" });
  one.course[4]!.on = "2026-09-10";
  expect(faces(one)).toBe("dddsdnssoo");
});

test("a penalty on the spot has only the steps it has", () => {
  const course = ["served", "reported", "performed", "closed", "archived"].map((state, n) => ({ state, on: n < 1 ? "2026-09-15" : null }));
  const one = { state: "served", procedure: "simple", outcome: "penalty", published_on: null, decided_on: "2026-09-15", course } as unknown as Case;
  expect(stepsOf(one).map((step) => `${step.key} ${step.face}`)).toEqual(["decided done", "served done", "reported next", "published open", "performed open", "closed open", "archived open"]);
});

test("of a case that was withdrawn only its file is still to be bound, and it was not closed", () => {
  const one = made("withdrawn", 2);
  one.course.find((row) => row.state === "closed")!.on = "2026-09-10";
  expect(faces(one)).toBe("ddsssssssn");
});

test("what went on beside the steps stands on its day", () => {
  const course = STATES.map((state, n) => ({ state, on: n < 2 ? `2026-09-0${2 * n + 1}` : null }));
  const one = { ...made("investigated", 0), occurred_on: "2026-08-30", filed_on: "2026-09-01", summary: "", facts: "", proposal: "", follow_up: null, clocks: [], course, notices: [], tracks: [{}], team_changes: [], money: { payments: [{ paid_on: "2026-09-05" }] } } as unknown as Case;
  const acts = () => [{ key: "preservation.ask", on: "2026-09-01", lines: [], title: "先行登记保存" }, { key: "preservation.dispose", on: "2026-09-02", lines: ["退还"] }];
  const events = eventsOf(one, { penalty: () => "", mode: () => "", closing: () => "", outcome: () => "", acts, paid: () => "罚没款", team: () => "" });
  expect(events.map((event) => `${event.on.slice(5)} ${event.key}`)).toEqual(["09-05 paid", "09-03 investigated", "09-02 preservation.dispose", "09-01 preservation.ask", "09-01 filed", "08-30 occurred"]);
  expect(events[0]?.lines).toEqual(["罚没款"]);
});

test("a decision says what was decided, a penalty with its number and sums", () => {
  const course = [{ state: "decided", on: "2026-09-15" }];
  const lines = (outcome: string): string[] | undefined => eventsOf({ ...made("decided", 0, { outcome: outcome as "penalty" }), occurred_on: "2026-08-30", filed_on: "2026-09-01", decision_number: "1 号", follow_up: null, clocks: [], course, notices: [], tracks: [], team_changes: [], money: null } as unknown as Case, { penalty: () => "罚款", mode: () => "", closing: () => "", outcome: () => "不予处罚", acts: () => [], paid: () => "", team: () => "" }).find((event) => event.key === "decided")?.lines;
  expect([lines("penalty"), lines("no_penalty")]).toEqual([["1 号", "罚款"], ["不予处罚"]]);
});

test("what was done on one day stands in the order of the course", () => {
  const course = STATES.slice(0, 8).map((state) => ({ state, on: "2026-09-15" }));
  const one = { ...made("closed", 0), occurred_on: "2026-08-30", filed_on: "2026-09-15", summary: "", facts: "", proposal: "", follow_up: null, clocks: [], team_changes: [], course, notices: [], tracks: [{}], money: { payments: [{ paid_on: "2026-09-15" }] } } as unknown as Case;
  const acts = () => ["hearing.request", "hearing.hold", "review.receive"].map((key) => ({ key, on: "2026-09-15", lines: [], title: key }));
  const events = eventsOf(one, { penalty: () => "", mode: () => "", closing: () => "", outcome: () => "", acts, paid: () => "", team: () => "" });
  expect(events.map((event) => event.key)).toEqual(["closed", "performed", "paid", "review.receive", "served", "decided", "hearing.hold", "hearing.request", "informed", "reviewed", "investigated", "filed", "occurred"]);
});
