import { expect, test } from "vitest";
import { decodeBody } from "../../../src/normalize/read/encoding.ts";

const decode = (body: string | Uint8Array, mediaType: "text/html" | "text/plain" = "text/html") =>
  decodeBody({ body, mediaType, name: "n" });
const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part)),
  );

test.each<[string, string | Uint8Array, string]>([
  ["UTF-8 with a byte order mark", bytes([0xef, 0xbb, 0xbf], "a", [0xc3, 0xa9]), "aé"],
  ["UTF-16 little-endian", bytes([0xff, 0xfe], "a\0b\0"), "ab"],
  ["UTF-16 big-endian", bytes([0xfe, 0xff], "\0a\0b"), "ab"],
  ["a declared encoding", bytes('<meta charset="iso-8859-2">', [0xb1]), '<meta charset="iso-8859-2">ą'],
  [
    "a declaration in the old way",
    bytes('<meta http-equiv="content-type" content="text/html; charset=shift_jis">', [0x82, 0xa0]),
    '<meta http-equiv="content-type" content="text/html; charset=shift_jis">あ',
  ],
  [
    "a declaration of UTF-16 in a page that is not",
    bytes('<meta charset="utf-16">a'),
    '<meta charset="utf-16">a',
  ],
  ["a string with a byte order mark", "\ufeffa", "a"],
  ["line ends", "a\r\nb\rc\n", "a\nb\nc\n"],
  ["control characters", "java\0script\u0001\u0085", "javascript"],
  ["lone surrogates, but no pairs", "a\ud800b\u{1f600}", "a\ufffdb\u{1f600}"],
])("reads %s", (_name, body, text) => {
  expect(decode(body)).toEqual({ text, warnings: [] });
});

test("reads what is not UTF-8 as Windows-1252, with a warning", () => {
  const { text, warnings } = decode(bytes("caf", [0xe9]));
  expect(text).toBe("café");
  expect(warnings.map(({ code }) => code)).toEqual(["encoding-guessed"]);
});

test("survives an unknown declared encoding", () => {
  const { text, warnings } = decode(bytes('<meta charset="klingon">ok'));
  expect(text).toContain("ok");
  expect(warnings).toHaveLength(1);
});

test("looks for a declaration in HTML only", () => {
  expect(decode(bytes("<meta charset=iso-8859-2>", [0xc4, 0x85]), "text/plain").text).toContain("ą");
});
