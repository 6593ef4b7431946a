import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { filled, gaps, moneyWords, paperFiles, qrText, simpleFaults, touched, unsign, unsigned, type PaperField, type PaperForm } from "@/domain/papers";

const at = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"));
const told = at("tests/vectors/papers.json");
const shared = at("backend/documents/forms/shared.json") as Record<string, Partial<PaperField>>;

/** The server's own data, as its door gives it. */
function form(code: string): PaperForm {
  const row = (at("backend/documents/forms/inspection.json") as { code: string }[]).find((one) => one.code === code) as unknown as { name: string; name_en: string; series?: string; fields: (string | Record<string, unknown>)[]; blocks: [string, unknown][] };
  const fields = row.fields.map((one) => {
    const whole = typeof one === "string" ? { key: one.replace("?", ""), ...shared[one.replace("?", "")], ...(one.endsWith("?") ? { required: false } : {}) } : one;
    const columns = ((whole as { columns?: [string, string][] }).columns ?? []).map(([key, label]) => ({ key, label }));
    return { kind: "text", required: true, ...whole, columns } as unknown as PaperField;
  });
  return { code, name: row.name, name_en: row.name_en, series: row.series ?? "", fields, blocks: row.blocks.map(([kind, of]) => ({ kind, of })) };
}

test("money is printed as the server prints it", () => {
  expect(told.money.map(([fen]: [number]) => [fen, moneyWords(fen)])).toEqual(told.money);
});

interface Case { form: string; values: Record<string, unknown>; heading: { organ: string; number: string; issued_on: string }; blocks: unknown; missing: string[] }

test.each(told.filled as Case[])("$form says the same on the phone and on the server", (one) => {
  const asked = form(one.form);
  expect(filled(asked, one.values, { ...one.heading, issuedOn: one.heading.issued_on })).toEqual(one.blocks);
  expect(gaps(asked, one.values).map((field) => field.key)).toEqual(one.missing);
});

test("the code on a paper says the same", () => {
  for (const { text, ...of } of told.qr) expect(qrText(of)).toBe(text);
});

test("a penalty on the spot ends at 200 and 3000 yuan", () => {
  const asked = told.simple.map((one: { party: string; classes: string[]; fine_fen: number }) => simpleFaults({ party: one.party, classes: one.classes, fineFen: one.fine_fen }));
  expect(asked).toEqual(told.simple.map((one: { faults: string[] }) => one.faults));
});

test("words changed after a signature take the signatures off", () => {
  const { values } = told.filled[0];
  const order = form("rectification");
  expect(unsigned(order, values).map((field) => field.key)).toEqual(["officer2_sign"]);
  expect(Object.keys(unsign(order, values))).not.toContain("party_sign");
  const paper = { id: "a", form: "rectification", number: "", issuedOn: "2026-09-15", values, printedAt: null };
  expect(paperFiles([paper])).toEqual([values.officer_sign.file]);
  expect([touched(paper), touched({ ...paper, values: unsign(order, values) })]).toEqual([true, false]);
});
