/** Build of the one code base with two doors: phone and console. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath, URL } from "node:url";

import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { sm3 } from "./src/domain/draw/sm3.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface BuiltChunk {
  type: "chunk";
  code: string;
  isEntry: boolean;
  imports: string[];
  dynamicImports: string[];
  facadeModuleId: string | null;
  viteMetadata?: { importedCss: Set<string>; importedAssets: Set<string> };
}

const ONLY_AT_A_DESK = /\/src\/(console|registry|scheduling|inspections|enforcement|counting|public)\//;

/** Files the phone needs without network: everything reachable from the entry, except behind the other two doors. */
function phoneFiles(bundle: Record<string, BuiltChunk | { type: "asset" }>): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const file = bundle[name];
    if (!file || file.type !== "chunk" || found.has(name) || ONLY_AT_A_DESK.test(file.facadeModuleId ?? "")) return;
    found.add(name);
    file.viteMetadata?.importedCss.forEach((css) => found.add(css));
    file.viteMetadata?.importedAssets.forEach((asset) => found.add(asset));
    [...file.imports, ...file.dynamicImports].forEach(visit);
  };
  Object.keys(bundle).forEach((name) => {
    const file = bundle[name]!;
    if (file.type === "chunk" && file.isEntry) visit(name);
  });
  return [...found].sort();
}

/** Writes sw.js with the version of this build and the files of the phone's shell. */
function serviceWorker(): Plugin {
  return {
    name: "wenxun-service-worker",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = phoneFiles(bundle as unknown as Record<string, BuiltChunk>);
      const version = createHash("sha256").update(Object.keys(bundle).sort().join("\n")).digest("hex").slice(0, 12);
      const shell = ["/", "/manifest.webmanifest", "/icon.svg", ...files.map((name) => `/${name}`)];
      const source = readFileSync(here("./worker/sw.js"), "utf8")
        .replace("__VERSION__", version)
        .replace("__SHELL__", JSON.stringify(shell));
      this.emitFile({ type: "asset", fileName: "sw.js", source });
    },
  };
}

/** What a commit may name as its verifier: the program that is handed out with this build, by either hash. */
function digestsOfVerifier(): string[] {
  const program = readFileSync(here("../scheduling/verifier/ssj_verify.py"));
  return [createHash("sha256").update(program).digest("hex"), Buffer.from(sm3(program)).toString("hex")];
}

export default defineConfig({
  base: "/",
  plugins: [vue(), serviceWorker()],
  define: {
    __VERSION__: JSON.stringify((JSON.parse(readFileSync(here("./package.json"), "utf8")) as { version: string }).version),
    __VERIFIER__: JSON.stringify(digestsOfVerifier()),
  },
  worker: { format: "es" },
  resolve: { alias: { "@": here("./src") } },
  build: {
    target: ["es2020", "chrome87", "safari14.1"],
    assetsDir: "assets",
    // `make check` weighs what a phone loads first by it
    manifest: true,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/print": "http://127.0.0.1:8000" } },
  test: { environment: "node", include: ["src/**/*.test.ts"], restoreMocks: true, testTimeout: 60_000 },
});
