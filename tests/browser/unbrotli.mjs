// Unpack Brotli files: node unbrotli.mjs PACKED UNPACKED [PACKED UNPACKED …]
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const paths = process.argv.slice(2);
for (let i = 0; i < paths.length; i += 2) {
  await pipeline(createReadStream(paths[i]), createBrotliDecompress(), createWriteStream(paths[i + 1]));
}
