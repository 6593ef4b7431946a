import { expect, test } from "vitest";

import { NoReply, Refusal } from "@/api/client";
import { startHeld } from "@/field/start";

const refusal = (status: number, code: string, data: Record<string, unknown> = {}): Refusal => new Refusal(status, code, "", data);

test.each([
  ["no answer", new NoReply("timeout"), false],
  ["an ended session", refusal(401, "not_signed_in"), false],
  ["a server in trouble", refusal(503, "maintenance"), false],
  ["a check the other organ has begun", refusal(409, "move_not_open", { state: "started", verb: "visit.start" }), false],
  ["a visit called off", refusal(409, "move_not_open", { state: "cancelled", verb: "visit.start" }), true],
  ["a missing approval", refusal(422, "facts_missing", { missing: ["approved"] }), true],
  ["a full cap", refusal(409, "cap_reached"), true],
  ["a fault of our own", new Error("x"), true],
])("%s: is the start held up?", (_, error, held) => expect(startHeld(error)).toBe(held));
