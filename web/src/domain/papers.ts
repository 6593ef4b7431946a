/** Papers made on the spot (现场文书), as the server prints them too: words, gaps, number, and what the spot is open to.
 *
 *  Pure, and held to the server by tests/vectors/papers.json. */

export type Kind = "text" | "long" | "date" | "moment" | "money" | "persons" | "table" | "signature";

export interface PaperField {
  key: string;
  label: string;
  label_en: string;
  kind: Kind;
  required: boolean;
  columns: { key: string; label: string }[];
}

export interface PaperForm {
  code: string;
  name: string;
  name_en: string;
  series: string;
  fields: PaperField[];
  blocks: { kind: string; of: unknown }[];
}

export interface Signed {
  name: string;
  signed_at?: string | null;
  file?: string | null;
  refusal?: { reason: string; witness: string } | null;
}

export type Values = Record<string, unknown>;

/** One paper in a draft. `printedAt`: when it was handed over. */
export interface Paper {
  id: string;
  form: string;
  number: string;
  issuedOn: string;
  values: Values;
  printedAt: string | null;
  /** of a penalty on the spot: the act and the provision that was picked, by their keys in the catalogue */
  violation?: string;
  basis?: string;
}

export interface Heading {
  organ: string;
  number: string;
  issuedOn: string;
}

export interface Box {
  key: string;
  label: string;
  name: string;
  at: string;
  file: string;
  refusal: string;
}

export type Block =
  | { kind: "to" | "text" | "note"; text: string }
  | { kind: "long"; label: string; text: string }
  | { kind: "grid"; rows: { label: string; text: string }[][] }
  | { kind: "table"; label: string; columns: string[]; rows: string[][] }
  | { kind: "sign"; boxes: Box[] }
  | { kind: "seal"; organ: string; on: string };

/** Whether anybody signed the paper or refused to: it was shown to him with its number. */
export const touched = (paper: Paper): boolean => Object.values(paper.values).some((value) => value !== null && typeof value === "object" && ("file" in value || "refusal" in value));

const EMPTY = "／";
const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];

function given(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}

export function dayWords(day: string): string {
  const [y, m, d] = day.slice(0, 10).split("-").map(Number);
  return `${y}年${m}月${d}日`;
}

export const momentWords = (text: string): string => (text.length === 10 ? dayWords(text) : `${dayWords(text)}${text.slice(11, 13)}时${text.slice(14, 16)}分`);

function groupWords(number: number): string {
  let words = "";
  let gap = false;
  for (let at = 3; at >= 0; at--) {
    const digit = Math.floor(number / 10 ** at) % 10;
    if (digit) {
      words += (gap ? "零" : "") + DIGITS[digit] + PLACES[at];
      gap = false;
    } else gap = words !== "";
  }
  return words;
}

function capital(whole: number): string {
  if (whole === 0) return "零";
  const groups: number[] = [];
  for (let rest = whole; rest; rest = Math.floor(rest / 10_000)) groups.push(rest % 10_000);
  let words = "";
  let gap = false;
  for (let at = groups.length - 1; at >= 0; at--) {
    const group = groups[at]!;
    if (!group) {
      gap = words !== "";
      continue;
    }
    if (words && (gap || group < 1000)) words += "零";
    words += groupWords(group) + GROUPS[at];
    gap = false;
  }
  return words;
}

/** 人民币叁仟元整（¥3,000.00） */
export function moneyWords(fen: number): string {
  const whole = Math.floor(fen / 100);
  const rest = fen % 100;
  const jiao = Math.floor(rest / 10);
  const cent = rest % 10;
  let words = whole || !rest ? `${capital(whole)}元` : "";
  if (!rest) words += "整";
  else if (!cent) words += `${DIGITS[jiao]}角整`;
  else words += `${jiao ? `${DIGITS[jiao]}角` : whole ? "零" : ""}${DIGITS[cent]}分`;
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
  return `人民币${words}（¥${grouped}.${String(rest).padStart(2, "0")}）`;
}

function person(one: { name: string; cert_no?: string }): string {
  return one.cert_no ? `${one.name}（执法证号 ${one.cert_no}）` : one.name;
}

export function printed(field: PaperField, value: unknown): string {
  if (!given(value)) return EMPTY;
  if (field.kind === "date") return dayWords(value as string);
  if (field.kind === "moment") return momentWords(value as string);
  if (field.kind === "money") return moneyWords(value as number);
  if (field.kind === "persons") return (value as { name: string; cert_no?: string }[]).map(person).join("、");
  return String(value).trim();
}

/** Required fields that say nothing yet; signatures are asked for last. */
export function gaps(form: PaperForm, values: Values): PaperField[] {
  return form.fields.filter((field) => field.required && field.kind !== "signature" && !given(values[field.key]));
}

/** Required signatures that are neither given nor refused. */
export function unsigned(form: PaperForm, values: Values): PaperField[] {
  return form.fields.filter((field) => {
    const value = values[field.key] as Signed | undefined;
    return field.kind === "signature" && field.required && !value?.file && !value?.refusal;
  });
}

/** Words changed after a signature are not what was signed: the signatures fall off. */
export function unsign(form: PaperForm, values: Values): Values {
  const kept = form.fields.filter((field) => field.kind !== "signature").map((field) => field.key);
  return Object.fromEntries(Object.entries(values).filter(([key]) => kept.includes(key)));
}

function box(key: string, label: string, value: Signed | undefined): Box {
  const refusal = value?.refusal;
  return {
    key, label,
    name: value?.name ?? "",
    at: value?.signed_at ? momentWords(value.signed_at) : "",
    file: value?.file ?? "",
    refusal: refusal ? `拒绝签名：${refusal.reason}（见证人：${refusal.witness || EMPTY}）` : "",
  };
}

/** The blocks with their words in place: what the page shows, reads out and prints. */
export function filled(form: PaperForm, values: Values, heading: Heading): Block[] {
  const fields = new Map(form.fields.map((field) => [field.key, field]));
  const words: Record<string, string> = { organ: heading.organ, number: heading.number || EMPTY, issued_on: dayWords(heading.issuedOn) };
  for (const field of form.fields) if (field.kind !== "table" && field.kind !== "signature") words[field.key] = printed(field, values[field.key]);
  const label = (key: string): string => fields.get(key)?.label ?? "";
  return form.blocks.map(({ kind, of }): Block => {
    switch (kind) {
      case "grid":
        return { kind, rows: (of as string[][]).map((row) => row.map((key) => ({ label: label(key), text: words[key] ?? "" }))) };
      case "long":
        return { kind, label: label(of as string), text: words[of as string] ?? "" };
      case "table": {
        const columns = fields.get(of as string)?.columns ?? [];
        const rows = (values[of as string] ?? []) as Record<string, string>[];
        return { kind, label: label(of as string), columns: columns.map((one) => one.label), rows: rows.map((row) => columns.map((one) => row[one.key] || EMPTY)) };
      }
      case "sign":
        return { kind, boxes: (of as string[]).map((key) => box(key, label(key), values[key] as Signed | undefined)) };
      case "seal":
        return { kind, organ: words["organ"]!, on: words["issued_on"]! };
      default:
        return { kind: kind as "to" | "text" | "note", text: (of as string).replace(/\{(\w+)\}/g, (_, key: string) => words[key] ?? "") };
    }
  });
}

/** What the code on a paper says. */
export function qrText(of: { organ: string; name: string; number: string; uuid: string }): string {
  return [of.organ, of.name, of.number || "（无文号）", of.uuid].join("\n");
}

/** Pictures the papers are signed with. */
export function paperFiles(papers: Paper[]): string[] {
  return papers.flatMap((paper) => Object.values(paper.values).flatMap((value) => {
    const file = typeof value === "object" && value !== null ? (value as Signed).file : null;
    return typeof file === "string" ? [file] : [];
  }));
}

export const CITIZEN = "公民";
export const ORGANISATION = "法人或者其他组织";
/** penalties as the paper says them → their classes */
export const PENALTIES: Record<string, string[]> = { 警告: ["warning"], 罚款: ["fine"], "警告、罚款": ["warning", "fine"] };
const MOST_FEN: Record<string, number> = { [CITIZEN]: 200_00, [ORGANISATION]: 3_000_00 };

export type SimpleFault = "party" | "penalty_class" | "fine" | "fine_missing";

/** V23, 行政处罚法 Art 51: why a penalty is not one for the spot. */
export function simpleFaults(of: { party: string; classes: string[]; fineFen: number }): SimpleFault[] {
  const found: SimpleFault[] = [];
  if (!(of.party in MOST_FEN)) found.push("party");
  if (of.classes.length === 0 || of.classes.some((one) => one !== "warning" && one !== "fine")) found.push("penalty_class");
  if (of.fineFen > (MOST_FEN[of.party] ?? MOST_FEN[CITIZEN]!)) found.push("fine");
  if (of.classes.includes("fine") !== of.fineFen > 0) found.push("fine_missing");
  return found;
}
