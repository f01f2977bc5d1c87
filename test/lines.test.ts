import { Readable } from "node:stream";
import { TextDecoder } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { linesOf } from "../src/lines.ts";

const linesIn = async (pieces: readonly Uint8Array[], decoder?: TextDecoder): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of linesOf(Readable.from(pieces), decoder)) lines.push(line);
  return lines;
};

it("ends lines at line feeds alone, wherever the pieces of the stream end", async () => {
  const line = fc.string({ unit: fc.constantFrom("a", "é", "𝄞", "\r", "\u0085", "\u2028", "\u2029") });
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
      const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(""));
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        bytes.subarray(n * size, (n + 1) * size),
      );
      expect(await linesIn(pieces)).toEqual(lines);
    }),
  );
});

it.each([
  ["", []],
  ["a", ["a"]],
  ["\n", [""]],
  ["a\n\nb", ["a", "", "b"]],
])("%j", async (text, lines) => {
  expect(await linesIn([Buffer.from(text)])).toEqual(lines);
});

it("tells of bytes that are no UTF-8 only where it is asked to", async () => {
  const cut = [Buffer.from("a\n"), Buffer.from([0xc3])];
  expect(await linesIn(cut)).toEqual(["a", "\ufffd"]);
  await expect(linesIn(cut, new TextDecoder("utf-8", { fatal: true }))).rejects.toThrow(TypeError);
});
