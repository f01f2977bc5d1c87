import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { mutants } from "./mutants.ts";

const root = path.resolve(import.meta.dirname, "../..");

// `npm run soak mutants` takes an hour; that every mutant still finds its place is known in milliseconds.
it.each(mutants)("can be applied: $what", ({ file, find, put }) => {
  const text = readFileSync(path.join(root, file), "utf8");
  expect(text.split(find), `is once in ${file}`).toHaveLength(2);
  expect(put).not.toBe(find);
});
