import { describe, expect, it } from "vitest";
import { readEml } from "../../../src/normalize/read/eml/index.ts";
import { readEpub } from "../../../src/normalize/read/epub/index.ts";
import { storedZip } from "../../../src/normalize/read/office/zip.ts";
import { codes, documentOf, finished } from "./support.ts";

const zip = (files: Record<string, string>) =>
  storedZip(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
const container = '<container><rootfiles><rootfile full-path="OPS/a.opf"/></rootfiles></container>';

/** A book of these chapters, in this order. */
const book = (chapters: readonly string[], more: Record<string, string> = {}) =>
  zip({
    "META-INF/container.xml": container,
    "OPS/a.opf": `<package><metadata><dc:title>The book</dc:title></metadata><manifest>${chapters.map((_, at) => `<item id="c${at}" href="c${at}.xhtml" media-type="application/xhtml+xml"/>`).join("")}</manifest><spine>${chapters.map((_, at) => `<itemref idref="c${at}"/>`).join("")}</spine></package>`,
    ...Object.fromEntries(chapters.map((text, at) => [`OPS/c${at}.xhtml`, text])),
    ...more,
  });
const read = async (bytes: Buffer) => (await readEpub({ ...documentOf(""), body: bytes }))[0];
const chapter = (body: string, head = "") => `<html><head>${head}</head><body>${body}</body></html>`;

describe("a book", () => {
  it("hides by the style sheets of each chapter, also by what they say of media", async () => {
    const sheet = '<link rel="stylesheet" href="s.css"/><link rel="stylesheet" media="print" href="p.css"/>';
    const page = await read(
      book(
        [
          chapter('<p class="a">canary</p><p class="b">kept</p>', sheet),
          chapter('<p class="a">kept, too</p>'),
        ],
        {
          "OPS/s.css": ".a { display: none }",
          "OPS/p.css": ".b { display: none }",
        },
      ),
    );
    const { html } = finished(page);
    expect(html).toBe("<p>kept</p>\n<p>kept, too</p>");
  });

  it("cannot end its style sheet early, nor run anything", async () => {
    const page = await read(
      book([
        chapter("<p>kept</p><script>canary</script>", "<style>a{}&lt;/style>&lt;p>canary&lt;/p></style>"),
      ]),
    );
    expect(finished(page).html).toBe("<p>kept</p>");
  });

  it("names a chapter that is missing from it", async () => {
    const bytes = book([chapter("<p>kept</p>")]);
    const page = await read(
      Buffer.from(bytes.toString("latin1").replaceAll("OPS/c0.xhtml", "OPS/d0.xhtml"), "latin1"),
    );
    expect(codes(page)).toEqual(["include-missing"]);
  });

  it.each([
    ["another zip", zip({ a: "b" }), "holds no book"],
    [
      "a protected book",
      book([chapter("x")], {
        "META-INF/encryption.xml": '<encryption><CipherReference URI="OPS/c0.xhtml"/></encryption>',
      }),
      "protected",
    ],
    ["elements without end", book([chapter("<div>".repeat(300))]), "nested more than"],
  ])("%s is named", async (_, bytes, message) => {
    await expect(read(bytes)).rejects.toThrow(message);
  });

  it("whose fonts alone are mixed up is read", async () => {
    const page = await read(
      book([chapter("<p>kept</p>")], {
        "META-INF/encryption.xml": '<encryption><CipherReference URI="OPS/f.otf"/></encryption>',
      }),
    );
    expect(page?.html).toContain("kept");
  });
});

describe("an e-mail", () => {
  const mail = async (lines: readonly string[]) => (await readEml(documentOf(lines.join("\r\n"))))[0];

  it("is its subject and its text, without those who wrote it", async () => {
    const page = await mail([
      "From: canary@acme.example",
      "Subject: =?iso-8859-1?Q?Caf=E9?=",
      "",
      "One <line>",
      "and another",
      "",
      "Next.",
    ]);
    expect(page).toMatchObject({
      title: "Café",
      html: "<p>One &lt;line&gt;<br>and another</p>\n<p>Next.</p>",
      warnings: [],
    });
  });

  it("keeps the signs of Windows-1252", async () => {
    const page = await mail([
      "Content-Type: text/plain; charset=windows-1252",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "It=92s =80 5",
    ]);
    expect(page?.html).toBe("<p>It’s € 5</p>");
  });

  it.each([
    ["encrypted", ["Content-Type: application/pkcs7-mime; name=smime.p7m", "", "AAAA"], "encrypted"],
    [
      "nested without end",
      Array.from({ length: 60 }, (_, at) => [
        ...(at === 0 ? [] : [`--b${at - 1}`]),
        `Content-Type: multipart/mixed; boundary=b${at}`,
        "",
      ]).flat(),
      "nested too deeply",
    ],
  ])("that is %s is named", async (_, lines, message) => {
    await expect(mail(lines)).rejects.toThrow(message);
  });
});
