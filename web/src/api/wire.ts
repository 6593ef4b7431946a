/** The wire with its types: every address, parameter, body and answer as docs/openapi.yaml has them.
 *
 *  `npm run schema` renews api/schema.d.ts. Read and write with
 *      await told(wire.GET("/api/v1/venues/{venue_id}", { params: { path: { venue_id } } }))
 *      await told(wire.POST("/api/v1/inspections/{inspection_id}/return", { params: …, body: { reason } }))
 *  A refusal is thrown as `Refusal`, silence as `NoReply`; `sentence(error, …)` of api/client.ts tells either.
 *  A shape has its name: `Of<"VenueOut">`. */
import createClient from "openapi-fetch";

import { knock } from "@/api/client";
import type { components, paths } from "@/api/schema";

export type Of<Name extends keyof components["schemas"]> = components["schemas"][Name];

export const wire = createClient<paths>({ baseUrl: "", fetch: knock });

/** The answer of a call; a call that did not throw has one. */
export async function told<Out>(asked: Promise<{ data?: Out }>): Promise<Out> {
  return (await asked).data as Out;
}

type Listed<Body> = { get: { responses: { 200: { content: { "application/json": Body } } } } };

/** Addresses that answer with `{count, rows, next}`. */
export type ListPath = { [Path in keyof paths]: paths[Path] extends Listed<{ rows: unknown[] }> ? Path : never }[keyof paths];

export type RowOf<Path extends ListPath> = paths[Path] extends Listed<{ rows: (infer Row)[] }> ? Row : never;
