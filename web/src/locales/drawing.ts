/** Words of the acts of a draw: beacons, seal and reveal, replacement, supplement, delay, erratum. */
import en from "@/locales/drawing.en.json";
import zh from "@/locales/drawing.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const replaceCode = namer(zh, en, "code");
export const erratumCode = namer(zh, en, "erratum_code");
