/** The steps of a hazard at the desk: which dialog asks for what, and where it is sent. */
import { told, wire, type Of } from "@/api/wire";

export const LEVELS = ["general", "major"] as const;
export const AUTHORITIES = ["fire", "police", "market_regulation", "emergency", "health", "housing", "urban_management", "other"] as const;
export const OUTCOMES = ["corrected", "ordered", "penalised", "not_found", "refused"] as const;
export const STEPS = ["answer", "close", "transfer", "order", "correct", "urge", "grade", "drop"] as const;
export type Step = (typeof STEPS)[number];

export interface StepBody {
  grade: Of<"HazardGradeInRequest">;
  correct: Of<"HazardCorrectInRequest">;
  order: Of<"HazardOrderInRequest">;
  transfer: Of<"HazardTransferInRequest">;
  urge: Of<"HazardUrgeInRequest">;
  answer: Of<"HazardAnswerInRequest">;
  close: Of<"HazardCloseInRequest">;
  drop: Of<"HazardDropInRequest">;
}

/** Take the step; the answer is the hazard as it stands after it. */
export const SEND: { [S in Step]: (hazard_id: string, body: StepBody[S]) => Promise<unknown> } = {
  grade: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/grade", { params: { path: { hazard_id } }, body })),
  correct: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/correct", { params: { path: { hazard_id } }, body })),
  order: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/order", { params: { path: { hazard_id } }, body })),
  transfer: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/transfer", { params: { path: { hazard_id } }, body })),
  urge: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/urge", { params: { path: { hazard_id } }, body })),
  answer: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/answer", { params: { path: { hazard_id } }, body })),
  close: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/close", { params: { path: { hazard_id } }, body })),
  drop: (hazard_id, body) => told(wire.POST("/api/v1/hazards/{hazard_id}/drop", { params: { path: { hazard_id } }, body })),
};
