/** Licences against what the categories of a venue need (V19); the server's twin is registry/domain/licences.py.
 *
 *  Both are held together by tests/vectors/licences.json. */

/** so many signs of a category's full name are enough to recognise it in a scope */
const NAMED = 4;

export interface Held {
  kind: string;
  number: string;
  scope: string;
  valid_to: string | null;
}

export interface Needed {
  name: string;
  short: string;
  kinds: string[];
}

export interface LicenceWarning {
  code: "expired" | "missing" | "scope";
  category: string;
  number: string;
}

const namedIn = (one: Needed, scope: string): boolean => scope.includes(one.short) || scope.includes(one.name.slice(0, NAMED));

function ofCategory(code: string, held: Held[], needed: Record<string, Needed>): LicenceWarning[] {
  const mine = needed[code]!;
  const fitting = held.filter((one) => mine.kinds.includes(one.kind));
  if (!fitting.length) return [{ code: "missing", category: code, number: "" }];
  const others = Object.entries(needed).filter(([other, one]) => other !== code && one.kinds.some((kind) => mine.kinds.includes(kind)));
  const wrong = fitting.filter((one) => !namedIn(mine, one.scope) && others.some(([, other]) => namedIn(other, one.scope)));
  return wrong.length === fitting.length ? [{ code: "scope", category: code, number: wrong[0]!.number }] : [];
}

/** What does not fit on a day; a scope that says nothing of any category is not judged. */
export function licenceWarnings(held: Held[], of: string[], needed: Record<string, Needed>, on: string): LicenceWarning[] {
  const expired = held.filter((one) => one.valid_to !== null && one.valid_to < on).map((one): LicenceWarning => ({ code: "expired", category: "", number: one.number }));
  return [...expired, ...of.filter((code) => needed[code]?.kinds.length).flatMap((code) => ofCategory(code, held, needed))];
}

interface LicenceType {
  name: string;
  kind: string;
  verified: boolean;
}

/** From the catalogue: the verified licences and filings of each category. */
export function licencesNeeded(categories: { code: string; name: string; short: string; licence_types: LicenceType[] }[]): Record<string, Needed> {
  const kinds = (types: LicenceType[]): string[] => types.filter((one) => one.verified && (one.kind === "licence" || one.kind === "filing")).map((one) => one.name);
  return Object.fromEntries(categories.map((one) => [one.code, { name: one.name, short: one.short, kinds: kinds(one.licence_types) }]));
}
