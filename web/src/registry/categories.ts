/** The categories of venues in the order of the catalogue (检查对象类别). */
export const CATEGORIES = ["NET", "KTV", "GAM", "PER", "ART", "INT", "SCR", "EHT", "TRA", "SCN", "HOT", "PUB", "PRI", "FIL", "SAT", "BRO", "REL", "EXM", "SPT"] as const;
