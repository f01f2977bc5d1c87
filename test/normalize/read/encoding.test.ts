import { describe, expect, test } from "vitest";
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

test("reads UTF-8 with a stray byte as UTF-8", () => {
  const { text, warnings } = decode(Uint8Array.from([...Buffer.from("Wörter, „gut“, schön "), 0x92, 0x73]));
  expect(text).toBe("Wörter, „gut“, schön ’s");
  expect(warnings.map(({ message }) => message)).toEqual([
    "The text is UTF-8 but for 1 byte, read as WINDOWS-1252.",
  ]);
});

describe("text that was encoded as UTF-8 twice", () => {
  const twice = (text: string) => Buffer.from(Buffer.from(text).toString("latin1"), "utf8");

  test("is decoded twice", () => {
    const { text, warnings } = decode(twice("It’s “done” – là, 10 €, 完了"));
    expect(text).toBe("It’s “done” – là, 10 €, 完了");
    expect(warnings.map(({ code }) => code)).toEqual(["encoding-guessed"]);
  });

  test.each<[string, string]>([
    ["accents alone", "Ã la carte, Â§ 3"],
    ["one such sequence", "a\u00c2\u0080 b"],
    ["control characters in no sequence", "It\u00e2\u0080\u0099s \u00e2\u0080\u009d b\u0085"],
  ])("%s are no sign of it", (_name, text) => {
    expect(decode(Buffer.from(text)).warnings).toEqual([]);
  });
});

test("knows ISO-2022-JP by its escape sequences", () => {
  const text = decode(bytes("\u001b$B@_Dj\u001b(B ok"), "text/plain").text;
  expect(text).toBe("設定 ok");
});

test("survives an unknown declared encoding", () => {
  const { text, warnings } = decode(bytes('<meta charset="klingon">ok'));
  expect(text).toContain("ok");
  expect(warnings).toHaveLength(1);
});

test("looks for a declaration in HTML only", () => {
  expect(decode(bytes("<meta charset=iso-8859-2>", [0xc4, 0x85]), "text/plain").text).toContain("ą");
});

/** Every byte that Windows-1252 has a sign for where Latin-1 has control characters. */
const signs = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
const signBytes = Array.from({ length: 32 }, (_, at) => 0x80 + at).filter(
  (byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
);

describe("keeps every sign of Windows-1252", () => {
  test.each(["windows-1252", "iso-8859-1", "latin1", "us-ascii", "cp1252"])("declared as %s", (label) => {
    expect(decode(bytes(`<meta charset=${label}>`, signBytes)).text).toBe(`<meta charset=${label}>${signs}`);
  });

  test("declared by the server, also against the page", () => {
    const body = bytes("<meta charset=utf-8>", signBytes);
    const { text, warnings } = decodeBody({ body, mediaType: "text/html", name: "n" }, "ISO-8859-1");
    expect(text).toBe(`<meta charset=utf-8>${signs}`);
    expect(warnings).toEqual([]);
  });

  test("declared behind a long head, or as XML", () => {
    const late = `${" ".repeat(3000)}<meta charset=windows-1252>`;
    expect(decode(bytes(late, signBytes))).toEqual({ text: late + signs, warnings: [] });
    const xml = '<?xml version="1.0" encoding="ISO-8859-1"?>';
    expect(decode(bytes(xml, signBytes))).toEqual({ text: xml + signs, warnings: [] });
  });

  test("not declared, with a warning", () => {
    const { text, warnings } = decode(
      bytes("It", [0x92], "s ", [0x80], "5 ", [0x96], " not more", [0x85]),
      "text/plain",
    );
    expect(text).toBe("It’s €5 – not more…");
    expect(warnings.map(({ code }) => code)).toEqual(["encoding-guessed"]);
  });
});

test("a declaration in a comment declares nothing", () => {
  expect(decode(bytes("<!-- <meta charset=koi8-r> -->caf", [0xc3, 0xa9])).text).toContain("café");
});

test("an encoding that the server names and nobody knows is left to the page", () => {
  const body = bytes('<meta charset="iso-8859-2">', [0xb1]);
  expect(decodeBody({ body, mediaType: "text/html", name: "n" }, "klingon").text).toContain("ą");
});

describe("recognises what Markdown files do not declare", () => {
  test.each<[string, number[], string]>([
    // "# 設定\n\n保護カバーを押してから画面を閉じてください。" in Shift_JIS
    [
      "SHIFT_JIS",
      [
        0x23, 0x20, 0x90, 0xdd, 0x92, 0xe8, 0x0a, 0x0a, 0x95, 0xdb, 0x8c, 0xec, 0x83, 0x4a, 0x83, 0x6f, 0x81,
        0x5b, 0x82, 0xf0, 0x89, 0x9f, 0x82, 0xb5, 0x82, 0xc4, 0x82, 0xa9, 0x82, 0xe7, 0x89, 0xe6, 0x96, 0xca,
        0x82, 0xf0, 0x95, 0xc2, 0x82, 0xb6, 0x82, 0xc4, 0x82, 0xad, 0x82, 0xbe, 0x82, 0xb3, 0x82, 0xa2, 0x81,
        0x42,
      ],
      "# 設定\n\n保護カバーを押してから画面を閉じてください。",
    ],
    // "Привет мир, это настройки" in Windows-1251
    [
      "WINDOWS-1251",
      [
        0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0, 0x2c, 0x20, 0xfd, 0xf2, 0xee, 0x20, 0xed,
        0xe0, 0xf1, 0xf2, 0xf0, 0xee, 0xe9, 0xea, 0xe8,
      ],
      "Привет мир, это настройки",
    ],
    [
      "WINDOWS-1252",
      [
        ...Buffer.from(
          "L\u0092\u00e9quipe a d\u00e9j\u00e0 modifi\u00e9 les param\u00e8tres du caf\u00e9.",
          "latin1",
        ),
      ],
      "L’équipe a déjà modifié les paramètres du café.",
    ],
  ])("%s", (label, body, text) => {
    const decoded = decode(Uint8Array.from(body), "text/plain");
    expect(decoded.text).toBe(text);
    expect(decoded.warnings[0]?.message).toContain(`read as ${label}`);
  });
});
