/** Who may take which seat, and how much he may carry, under the relaxations used so far (docs/draws.md, section 8). */
import { own } from "@/domain/draw/canonical";
import type { Policy } from "@/domain/draw/commit";
import { need } from "@/domain/draw/faults";
import type { Officer, Pair } from "@/domain/draw/tables";

export const pairKey = (officer: string, venue: string): string => `${officer}\t${venue}`;

export interface People {
  officers: Officer[];
  blocked: Pair[];
  lifted: Pair[];
}

export class Terms {
  readonly loads: Map<string, number>;
  readonly caps: Map<string, number>;
  private readonly policy: Policy;
  private readonly working: Officer[];
  private readonly barred: Set<string>;
  private readonly anywhere: boolean;
  private readonly known = new Map<string, string[]>();

  constructor(policy: Policy, people: People, relaxed: string[]) {
    const [first, last] = policy.visit;
    this.policy = policy;
    this.working = people.officers.filter((one) => one.from <= first && last <= one.to && one.valid >= last);
    this.barred = new Set(people.blocked.map((pair) => pairKey(pair.officer, pair.venue)));
    if (relaxed.includes("rotation")) for (const pair of people.lifted) this.barred.delete(pairKey(pair.officer, pair.venue));
    this.anywhere = relaxed.includes("town");
    const more = relaxed.includes("cap") ? policy.cap_step : 0;
    this.loads = new Map(people.officers.map((one) => [one.id, relaxed.includes("load") ? 0 : Number(one.load)]));
    this.caps = new Map(people.officers.map((one) => [one.id, Number(one.cap) + more]));
  }

  /** Per slot of a venue, the officers who may take it. */
  room(venue: string, cell: string): string[][] {
    const [town = "", kind = ""] = cell.split("/");
    const slots = own(this.policy.seats, kind) ?? own(this.policy.seats, "*");
    need(slots, "silent", { what: `seats ${kind}` });
    return slots.map((wanted) => this.fitting(wanted, town).filter((id) => !this.barred.has(pairKey(id, venue))));
  }

  private fitting(wanted: string, town: string): string[] {
    const key = `${wanted}\t${town}`;
    const known = this.known.get(key);
    if (known) return known;
    const able = (one: Officer): boolean => wanted === "" || one.quals.split(",").includes(wanted) || wanted === `U:${one.unit}`;
    const near = (one: Officer): boolean => this.anywhere || one.towns === "*" || one.towns.split(",").includes(town);
    const found = this.working.filter((one) => able(one) && near(one)).map((one) => one.id);
    this.known.set(key, found);
    return found;
  }
}
