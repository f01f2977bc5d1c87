import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const post = (author: string, inner: string) =>
  `<article data-author="${author}"><time>May 3, 2024</time><div class="bbWrapper">${inner}</div></article>`;
const page = (...posts: readonly string[]) =>
  flat(`<!doctype html><html><head><title>T</title></head><body>${posts.join("")}</body></html>`);
const shown = (author: string, inner: string) => `<h2>${author}, May 3, 2024</h2>${inner}`;
const texts = ["The pump hums.", "No water comes out.", "I have cleaned the filter."] as const;
const [first, second] = texts;

describe("a signature that no name gives away goes", () => {
  test.each<[string, string, string]>([
    ["in lines", `${first}<br>--<br>Mia Stone<br>Gone words`, `<p>${first}</p>`],
    ["in a paragraph", `<p>${first}</p><p>-- <br>Mia Stone</p><p>Gone words</p>`, `<p>${first}</p>`],
    ["in a box", `<div><p>${first}</p><p>--<br>Mia Stone</p></div>`, `<p>${first}</p>`],
  ])("behind its mark, %s", (_name, inner, kept) =>
    expect(page(post("mia", inner), post("otto", second))).toBe(
      shown("mia", kept) + shown("otto", `<p>${second}</p>`),
    ),
  );

  test.each<[string, (text: string) => string]>([
    ["lines", (text) => `${text}<br><br>Keep calm,<br>Mia`],
    ["paragraphs", (text) => `<p>${text}</p><p>Keep calm,</p><p>Mia</p>`],
  ])("under each of three posts, in %s", (_name, signed) =>
    expect(page(...texts.map((text) => post("mia", signed(text))))).toBe(
      texts.map((text) => shown("mia", `<p>${text}</p>`)).join(""),
    ),
  );
});

describe("the end of a post stays", () => {
  const thanks = "Thank you, this is helpful.";
  test("where its author repeats it once", () =>
    expect(page(...[first, second].map((text) => post("mia", `<p>${text}</p><p>${thanks}</p>`)))).toBe(
      [first, second].map((text) => shown("mia", `<p>${text}</p><p>${thanks}</p>`)).join(""),
    ));
  test("where several people write it", () =>
    expect(
      page(
        ...["mia", "otto", "ida"].map((author, at) => post(author, `<p>${texts[at]}</p><p>${thanks}</p>`)),
      ),
    ).toContain(`<p>${second}</p><p>${thanks}</p>`));
  test("where it is all that one of the posts says", () =>
    expect(
      page(
        post("mia", `<p>${first}</p><p>${thanks}</p>`),
        post("mia", `<p>${thanks}</p>`),
        post("mia", `<p>${thanks}</p>`),
      ),
    ).toContain(`<p>${first}</p><p>${thanks}</p>`));
  test("behind a dash within it", () =>
    expect(page(post("mia", `<p>${first}</p><p>-- verbose</p>`), post("otto", second))).toContain(
      "-- verbose",
    ));
});
