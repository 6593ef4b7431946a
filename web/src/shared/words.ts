/** How words stand beside each other in the language of the screen. */
import { chinese } from "@/locales/language";

/** 秦知远、沈栖迟; in English with commas */
export const listed = (words: readonly string[]): string => words.filter(Boolean).join(chinese() ? "、" : ", ");

/** 韩山（值班经理）; in English in brackets of its own width */
export const aside = (text: string, more: string): string => (more ? (chinese() ? `${text}（${more}）` : `${text} (${more})`) : text);

/** 依据：… */
export const labelled = (label: string, text: string): string => `${label}${chinese() ? "：" : ": "}${text}`;

/** An address whose house number stays with its 号: between digit and sign no line is broken. */
export const unbroken = (address: string): string => address.replace(/(\d)(?=[号弄栋幢层楼室])/g, "$1\u2060");
