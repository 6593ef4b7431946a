/** The language of the interface and the one function that speaks it.
 *
 *  Each area keeps two flat JSON files, `<area>.zh.json` and `<area>.en.json`; an area's
 *  `t` is made by `speaker(zh, en)` and knows its keys by type. `{name}` is filled in. */
import { ref } from "vue";

export type Language = "zh" | "en";
type Words = Record<string, string>;
export type Values = Record<string, string | number>;

const KEPT = "wenxun.language";

function kept(): Language {
  return typeof localStorage !== "undefined" && localStorage.getItem(KEPT) === "en" ? "en" : "zh";
}

export const language = ref<Language>(kept());

export function languageSet(next: Language): void {
  language.value = next;
  localStorage.setItem(KEPT, next);
  document.documentElement.lang = next === "zh" ? "zh-Hans" : "en";
}

let official = false;

/** What a form says is said in Chinese on official paper, whatever the screen speaks. */
export function officially<Said extends unknown[], T>(say: (...said: Said) => T): (...said: Said) => T {
  return (...said) => {
    official = true;
    try {
      return say(...said);
    } finally {
      official = false;
    }
  };
}

export const chinese = (): boolean => language.value === "zh" || official;

export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

export function speaker<Zh extends Words>(zh: Zh, en: { [key in keyof Zh]: string }) {
  return (key: keyof Zh & string, values?: Values): string => fill((chinese() ? zh : en)[key], values);
}

/** Words for codes that come from the server; an unknown code is shown as it is, never hidden. */
export function namer(zh: Words, en: Words, prefix: string) {
  return (code: string): string => (chinese() ? zh : en)[`${prefix}.${code}`] ?? code;
}
