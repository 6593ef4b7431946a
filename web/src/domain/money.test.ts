import { describe, expect, test } from "vitest";

import { FEN_MAX, fenOf, yuan, yuanText } from "@/domain/money";

describe("an amount typed in yuan", () => {
  test.each([
    ["0", 0],
    ["8000", 800_000],
    ["8,000", 800_000],
    ["8，000.5", 800_050],
    ["0.1", 10],
    ["1.15", 115],
    ["4.35", 435],
    ["1.1", 110],
    ["2.05", 205],
    [" 12.30 ", 1_230],
    ["99999999999.99", 9_999_999_999_999],
    ["100000000000", FEN_MAX],
  ])("%s is %i fen", (text, fen) => expect(fenOf(text)).toBe(fen));

  test.each(["", "-1", "1.234", "1e3", "0x10", "八千", "1.", ".5", "100000000000.01", "9999999999999", "NaN"])("%s is no amount", (text) => expect(fenOf(text)).toBeNull());
});

test("every amount comes back as it was typed", () => {
  const amounts = [0, 1, 9, 10, 99, 100, 101, 110, 115, 100_000, 800_050, FEN_MAX - 1, FEN_MAX];
  expect(amounts.map((fen) => fenOf(yuanText(fen)))).toEqual(amounts);
});

test("shown with thousands, cents only where there are some", () => {
  expect([yuan(800_000), yuan(123_456_789), yuan(5), yuan(0), yuan(99_900)]).toEqual(["8,000", "1,234,567.89", "0.05", "0", "999"]);
});
