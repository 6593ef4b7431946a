/** Words of the evidence of a case (证据). */
import en from "@/locales/proofs.en.json";
import zh from "@/locales/proofs.zh.json";
import { namer, speaker } from "@/locales/language";

export const t = speaker(zh, en);
export const evidenceKind = namer(zh, en, "kind");
