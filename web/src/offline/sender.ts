/** The engine of an outbox on this browser's clock, dice and wire. */
import type { PhoneStore } from "@/offline/db";
import { Engine, type Ground } from "@/offline/engine";
import { linePoor, reduce } from "@/offline/reduce";
import { wire } from "@/offline/transport";

export function sender(store: PhoneStore, hears: Pick<Ground, "refresh" | "tell">): Engine {
  return new Engine({
    store, transport: wire, now: () => Date.now(), random: () => Math.random(), ...hears,
    poor: linePoor, reduce,
    timer: (ms, ring) => {
      const timer = setTimeout(ring, ms);
      return () => clearTimeout(timer);
    },
  });
}
