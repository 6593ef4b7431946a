/** Where two bodies of one record differ: every value that is not the same, by its place. */

export interface Difference {
  /** the place in words of the body: `answers`, `KTV-03`, `conforms` */
  path: string[];
  left: unknown;
  right: unknown;
}

/** Lists whose rows have a name of their own: a row that moved is not a difference. */
const KEYS: Record<string, string> = { answers: "item", photos: "id", signatures: "kind" };

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);

function named(name: string, value: unknown): unknown {
  const key = KEYS[name];
  if (!key || !Array.isArray(value)) return value;
  return Object.fromEntries(value.map((row, n) => [isBag(row) && typeof row[key] === "string" ? row[key] : String(n), row]));
}

const empty = (value: unknown): boolean => value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

function walk(path: string[], left: unknown, right: unknown, found: Difference[]): void {
  const name = path.length === 1 ? path[0]! : "";
  const [one, other] = [named(name, left), named(name, right)];
  if (isBag(one) && isBag(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) walk([...path, key], one[key], other[key], found);
    return;
  }
  if (empty(one) && empty(other)) return;
  if (JSON.stringify(one) !== JSON.stringify(other)) found.push({ path, left: one, right: other });
}

/** `rev` and `digest` differ by nature and say nothing. */
export function differences(left: Bag, right: Bag): Difference[] {
  const found: Difference[] = [];
  walk([], left, right, found);
  return found.filter((one) => !["rev", "digest"].includes(one.path[0] ?? ""));
}

/** A value of a body as it is printed. */
export function printed(value: unknown): string {
  if (value === undefined || value === null || value === "") return "—";
  if (Array.isArray(value)) return value.length ? value.map(printed).join("、") : "—";
  return isBag(value) ? Object.entries(value).map(([key, one]) => `${key} ${printed(one)}`).join("，") : String(value);
}
