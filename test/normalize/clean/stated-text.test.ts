import { expect, test } from "vitest";
import { codes, flat } from "../support/normalized.ts";

const long = (words: string) =>
  `${words} ${"The pump is primed before it starts, and drained before winter. ".repeat(6)}`.trim();

const page = (head: string, body: string) =>
  `<!doctype html><html><head><title>How is a pump primed? - Pumps</title>${head}</head><body>${body}</body></html>`;
const linked = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const discourse = (topic: unknown) =>
  `<div class="hidden" id="data-preloaded" data-preloaded="${JSON.stringify({
    topic_7: JSON.stringify(topic),
  })
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")}"></div><section id="main"></section>`;

const person = (name: string) => ({ "@type": "Person", name });
const question = {
  "@type": "Question",
  name: "How is a pump primed?",
  text: long("Mine runs dry."),
  author: person("Ada"),
  datePublished: "2025-03-01T10:00:00Z",
  acceptedAnswer: {
    "@type": "Answer",
    text: "Fill it.\n\nThen close the valve.",
    author: person("Bo"),
    dateCreated: "2025-03-02",
  },
  suggestedAnswer: [{ "@type": "Answer", text: "Ask the maker.", author: "Cy" }],
};
const asked = `<h2>Ada, 2025-03-01</h2><p>${long("Mine runs dry.")}</p>`;

test.each<[string, string, string]>([
  [
    "a question with its answers",
    page(linked({ "@type": "QAPage", mainEntity: question }), "<div id=root></div>"),
    `${asked}<h2>Bo, 2025-03-02</h2><p>Fill it.</p><p>Then close the valve.</p><h2>Cy</h2><p>Ask the maker.</p>`,
  ],
  [
    "the topic of Discourse",
    page(
      "",
      discourse({
        title: "How is a pump primed?",
        post_stream: {
          posts: [
            {
              username: "Ada",
              created_at: "2025-03-01T10:00:00Z",
              cooked: `<p>${long("Mine runs dry.")}</p>`,
            },
            { username: "Bo", created_at: "2025-03-02T10:00:00Z", cooked: "<p>Run <code>fill</code>.</p>" },
          ],
        },
      }),
    ),
    `${asked}<h2>Bo, 2025-03-02</h2><p>Run <code>fill</code>.</p>`,
  ],
  [
    "an article in a graph, with what the page shows",
    page(
      linked({
        "@graph": [{ "@type": "WebSite" }, { "@type": ["NewsArticle"], articleBody: long("So it is.") }],
      }),
      "<h1>How is a pump primed?</h1><p>Loading</p>",
    ),
    `<p>${long("So it is.")}</p>`,
  ],
])("a page that scripts draw has the text of its data: %s", (_name, html, expected) => {
  expect(flat(html)).toBe(expected);
  expect(codes(html)).toContain("text-from-data");
});

test.each<[string, string]>([
  ["shows its text", page(linked(question), `<main><p>${long("What is shown.").repeat(2)}</p></main>`)],
  [
    "states a summary",
    page(linked({ ...question, text: "Short.", acceptedAnswer: undefined }), "<p>Loading</p>"),
  ],
  [
    "states what subscribers read",
    page(linked({ ...question, isAccessibleForFree: "False" }), "<p>Loading</p>"),
  ],
  ["states another kind", page(linked({ ...question, "@type": "Product" }), "<p>Loading</p>")],
  [
    "has broken data",
    page(
      `<script type="application/ld+json">{"@type":"Question","text":"${long("a")}</script>`,
      "<p>Loading</p>",
    ),
  ],
])("a page that %s is read as it is", (_name, html) => {
  expect(codes(html)).not.toContain("text-from-data");
});

test.each<[string, object]>([
  ["a whisper among the staff", { post_type: 4 }],
  ["hidden", { hidden: true }],
  ["deleted by its author", { user_deleted: true }],
  ["deleted", { deleted_at: "2025-03-03T10:00:00Z" }],
])("a post of Discourse that not everybody sees is left out: %s", (_name, state) => {
  const post = {
    username: "Ada",
    created_at: "2025-03-01T10:00:00Z",
    cooked: `<p>${long("Mine runs dry.")}</p>`,
  };
  const other = { ...post, username: "Bo", cooked: "<p>The code is 4711.</p>", ...state };
  const html = page("", discourse({ title: "How is a pump primed?", post_stream: { posts: [post, other] } }));
  expect(flat(html)).toBe(asked);
});

test("data that is nested without end is read to a limit", () => {
  let deep: unknown = { ...question, acceptedAnswer: undefined, suggestedAnswer: undefined };
  for (let level = 0; level < 3000; level += 1)
    deep = { "@type": "Question", text: `Level ${level}.`, comment: deep };
  expect(codes(page(linked(deep), "<p>Loading</p>"))).toContain("text-from-data");
});
