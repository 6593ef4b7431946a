import { expect, test } from "vitest";

import { flat } from "@/console/form";

test("what the server said about nested fields gets their path", () => {
  const said = { name: ["太长", "有空格"], bp: { A: ["至多 10000"] }, licences: [{}, { number: ["必填"] }] };
  expect(flat(said)).toEqual({ name: "太长 有空格", "bp.A": "至多 10000", "licences.1.number": "必填" });
});

test("nothing said is nothing told", () => {
  expect(flat(undefined)).toEqual({});
});
