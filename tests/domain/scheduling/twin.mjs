/** The browser's verifier in Node: one JSON line in (a package, what was asked), one line of verdicts out. */
import { registerHooks } from "node:module";
import { createInterface } from "node:readline";

const SRC = new URL("../../../web/src/", import.meta.url);

// the alias of the front end's build, and the names of its files
registerHooks({
  resolve: (name, context, next) => next(name.startsWith("@/") ? new URL(`${name.slice(2)}.ts`, SRC).href : name, context),
});

const { verified } = await import(new URL("domain/verify.ts", SRC).href);
const { proven } = await import(new URL("domain/draw/merkle.ts", SRC).href);

async function answer({ zip, proof, ...asked }) {
  if (proof) return proven(proof, asked.head).then(() => "pass", (error) => `fail ${error.message}`);
  const found = await verified(new Uint8Array(Buffer.from(zip, "base64")), asked);
  return found.steps.map((step) => [step.name, step.outcome.toUpperCase(), JSON.stringify(step.notes)]);
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
