import { expect, test } from "vitest";

import { CASE_STATES, onBoard, ON_BOARD, type CaseRow } from "@/enforcement/cases";

const due = { rest: 3 } as unknown as CaseRow["due"];

test("what ended stays on the board until its file is in the archive", () => {
  expect(CASE_STATES.filter((state) => onBoard({ state, due }))).toEqual(ON_BOARD);
  expect(CASE_STATES.filter((state) => !onBoard({ state, due: null }))).toEqual(["archived", "withdrawn", "transferred"]);
});
