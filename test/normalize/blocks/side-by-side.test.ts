import { expect, test } from "vitest";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

const lineOf = async (body: string) => {
  const [made] = await normalizeDocument({ body: `<p>${body}</p>`, mediaType: "text/html", name: "a.html" });
  return made?.html.replaceAll(/<[^>]*>/g, "");
};

test.each([
  [
    "labels of different classes",
    "<span class=n>amount</span><span class=t>integer</span>",
    "amount integer",
  ],
  [
    "links to different places",
    "<a href=https://x.example/a>Serve them</a><a href=https://x.example/b>Messaging</a>",
    "Serve them Messaging",
  ],
  [
    "a link that ends a sentence, and the next",
    "<a href=https://x.example/a>Cut costs.</a><a href=https://x.example/b>Help centre</a>",
    "Cut costs. Help centre",
  ],
  ["a badge and code", '<code>limit</code><span class="param-type">integer</span>', "limit integer"],
  ["a badge and a span", '<span class="label ok">200</span><span>OK</span>', "200 OK"],
  ["a badge and the text behind it", '<span class="badge">New</span>Feature flags', "New Feature flags"],
  ["a text and the badge behind it", 'Feature flags<span class="badge">beta</span>', "Feature flags beta"],
  [
    "an icon's name and the text behind it",
    'With <svg role="img" aria-label="Included"></svg>support',
    "With Included support",
  ],
  ["a method and its path", "<span>POST</span><span>/<wbr>v1/charges</span>", "POST /v1/charges"],
])("%s are two things", async (_what, body, wanted) => expect(await lineOf(body)).toBe(wanted));

test.each([
  ["a word in two styles", "<span>inter</span><span>national</span>", "international"],
  ["a capital in a class of its own", "<span class=cap>T</span><span class=rest>hen</span>", "Then"],
  [
    "one link in two parts",
    "<a href=https://x.example/a>hand</a><a href=https://x.example/a>book</a>",
    "handbook",
  ],
  ["a name in code, and its plural", '<code>limit</code><span class="plural">s</span>', "limits"],
  ["a badge and a mark", '<span class="badge">3</span>% off', "3% off"],
  ["a path in two parts", "<span>v1</span><span>/charges</span>", "v1/charges"],
  [
    "links with a mark between them",
    "<a href=https://x.example/a>yes</a>/<a href=https://x.example/b>no</a>",
    "yes/no",
  ],
])("%s is one", async (_what, body, wanted) => expect(await lineOf(body)).toBe(wanted));
