/** Words of the catalogue's law: versions, bands, leniency, changes under review. */
import { language, namer, speaker } from "@/locales/language";
import en from "@/locales/law.en.json";
import zh from "@/locales/law.zh.json";

export const t = speaker(zh, en);

export const cellName = namer(zh, en, "cell");
const sheetNames = namer(zh, en, "sheet");
/** a column of the workbook: its own title in Chinese; in English ours, else its field in plain letters */
export function fieldTitle(field: string, title: string): string {
  if (language.value === "zh") return title;
  const said = cellName(field);
  return said === field ? field.replace(/[._]/g, " ") : said;
}
export const sheetTitle = (section: string, title: string): string => (language.value === "zh" || sheetNames(section) === section ? title : sheetNames(section));
