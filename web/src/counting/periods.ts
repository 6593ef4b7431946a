/** The periods a table or a report may be asked for, and the dimensions cases are cut by. */
import type { paths } from "@/api/schema";

type Asked = NonNullable<paths["/api/v1/statistics/cases"]["get"]["parameters"]["query"]>;
export type Period = NonNullable<Asked["period"]>;
export type By = Asked["rows"];

export const PERIODS: readonly Period[] = ["year", "H1", "H2", "Q1", "Q2", "Q3", "Q4", "M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10", "M11", "M12"];
export const DIMENSIONS: readonly By[] = ["category", "violation", "trigger", "closing", "class", "month", "organ", "township"];
