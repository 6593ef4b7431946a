/** The phone's tests, once for each guard that is taken away (tests/sabotage/client.py): which tests turn red. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";
import type { Reporter } from "vitest/node";

interface Cut {
  file: string;
  guard: string;
  without: string;
  test: string;
}

const house = fileURLToPath(new URL("..", import.meta.url));
const cuts = JSON.parse(readFileSync(process.env.CUTS ?? "", "utf8")) as Cut[];

/** Writes for each cut the tests that failed. */
const reds: Reporter = {
  onTestRunEnd(modules) {
    const failed: Record<string, string[]> = {};
    for (const one of modules) {
      failed[one.project.name] = [...one.children.allTests("failed")].map((test) => test.name);
    }
    writeFileSync(process.env.REDS ?? "", JSON.stringify(failed));
  },
};

export default defineConfig({
  test: {
    reporters: [reds],
    projects: cuts.map((cut, number) => ({
      // not an extension of vite.config.ts: its list of files would be added to the one below
      resolve: { alias: { "@": `${house}web/src` } },
      define: { __VERSION__: '"0"', __VERIFIER__: "[]" },
      plugins: [
        {
          name: "without-its-guard",
          enforce: "pre" as const,
          transform: (code: string, id: string) => (id.split("?")[0] === house + cut.file ? code.replace(cut.guard, () => cut.without) : null),
        },
      ],
      test: { name: String(number), include: [cut.test.split("::")[0]!.replace("web/", "")], testTimeout: 10_000 },
    })),
  },
});
