import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const page = (body: string, attributes = "", head = "") =>
  flat(`<!doctype html><html><head><title>T</title>${head}</head><body${attributes}>${body}</body></html>`);
const forum = '<link rel="canonical" href="https://example.com/forum/7">';
const first = "The pump hums but no water comes out of the second hose.";
const second = "Open the small valve behind the filter and wait a minute.";
const thread = `<h2>mia, May 3, 2024</h2><p>${first}</p><h2>otto, May 4, 2024</h2><p>${second}</p>`;
const both = (post: (author: string, day: number, inner: string) => string) =>
  post("mia", 3, `<p>${first}</p>`) + post("otto", 4, `<p>${second}</p>`);
const member = (author: string) => `<a class="username" href="/members/${author}">${author}</a>`;

describe("the text of a post is told from what surrounds it", () => {
  test.each<[string, string]>([
    [
      "by a program's own mark, however short the text is",
      both(
        (author, day, inner) =>
          `<div><div class="postbody"><div><h3>Re: ${"Gone title ".repeat(20)}</h3>${member(author)} <time>May ${day}, 2024</time><div class="content">${inner}</div></div></div></div>`,
      ),
    ],
    [
      "where an older program prints a line above a signature with the same mark",
      both(
        (author, day, inner) =>
          `<table><tr><td><b class="postauthor">${author}</b></td><td><b>Posted:</b> May ${day}, 2024</td></tr><tr><td><div class="postbody">${inner}</div><div class="postbody"><br>_________________<br>Gone words</div></td></tr></table>`,
      ),
    ],
    [
      "where a signature has the mark of a text as well",
      both(
        (author, day, inner) =>
          `<div><h2>May ${day}, 2024</h2><a href="profile.php?id=2">${author}</a><div class="postmsg">${inner}</div><div class="postsignature postmsg">Gone words</div></div>`,
      ),
    ],
    [
      "also beside a component that is called after signatures",
      both(
        (author, day, inner) =>
          `<div>${member(author)}<time>May ${day}, 2024</time><div class="message-body component-body-signature-escalation"><div class="lia-message-body-content">${inner}</div><p>Gone words</p></div></div>`,
      ),
    ],
    [
      "where the list of posts has a head with their marks",
      `<li><div class="bbp-reply-author">Author</div><div class="bbp-reply-content">Posts</div></li>${both(
        (author, day, inner) =>
          `<div>${member(author)}<time>May ${day}, 2024</time><div class="bbp-reply-content">${inner}</div></div>`,
      )}<li><div class="bbp-reply-author">Author</div><div class="bbp-reply-content">Posts</div></li>`,
    ],
    [
      "of Google Groups",
      both(
        (author, day, inner) =>
          `<section role="listitem" data-author="${author}"><h3>${author}</h3><span>May ${day}, 2024</span><div role="region"><html-blob>${inner}</html-blob></div><div role="button">Reply all</div></section>`,
      ),
    ],
  ])("%s", (_name, body) => expect(page(body)).toBe(thread));
});

test("the inner one of two marks has a short text, too, where it has the others'", () => {
  const post = (author: string, words: string) =>
    `<div>${member(author)}<div class="comment-text"><h3>Gone title of a pump</h3><div class="comment-body"><p>${words}</p></div></div></div>`;
  const body = post("mia", "No.") + post("otto", second) + post("ida", first);
  expect(page(body, "", forum)).toBe(
    `<h2>mia</h2><p>No.</p><h2>otto</h2><p>${second}</p><h2>ida</h2><p>${first}</p>`,
  );
});

test("what surrounds each text is not one, although more stands in it", () => {
  const post = (author: string, words: string) =>
    `<li>${member(author)}<div class="message-content"><time>May 3, 2024</time> Gone: shared by nine members <div class="message-text"><p>${words}</p></div></div></li>`;
  expect(
    page(`<ul>${post("mia", "Why is it so slow?")}${post("otto", "No, it is not slow.")}</ul>`, "", forum),
  ).toBe(
    "<h2>mia, May 3, 2024</h2><p>Why is it so slow?</p><h2>otto, May 3, 2024</h2><p>No, it is not slow.</p>",
  );
});

test("a thread of few words is one, whatever its site says beside it", () => {
  const post = (author: string, words: string) =>
    `<div>${member(author)}<time>May 3, 2024</time><div class="post_body">${words}</div></div>`;
  const rules = "<div>Gone: please read the rules of this place before you write anything here.</div>";
  const thread = "<h2>mia, May 3, 2024</h2><p>Why?</p><h2>otto, May 3, 2024</h2><p>No.</p>";
  expect(page(rules + post("mia", "Why?") + post("otto", "No."))).toBe(thread);
  expect(page(rules.repeat(9) + post("mia", "Why?") + post("otto", "No."))).toContain("Gone");
});

describe("who wrote a post is told", () => {
  test("on an element between the text and the largest one with this post only", () => {
    const body = `<div><article data-author="mia"><time>May 3, 2024</time><div class="bbWrapper"><p>${first}</p></div></article></div>
      <div><article data-author="otto"><time>May 4, 2024</time><div class="bbWrapper"><p>${second}</p></div></article></div>`;
    expect(page(body)).toBe(thread);
  });

  test("on the first line of a guest's panel", () => {
    const body = both(
      (author, day, inner) =>
        `<div><div class="poster"><h4><i>G</i> <span><b>${author}</b></span></h4><ul><li>Gone member</li></ul></div><time>May ${day}, 2024</time><div class="post_body">${inner}</div></div>`,
    );
    expect(page(body)).toBe(thread);
  });

  test("within what is marked as the text, before it", () => {
    const body = both(
      (author, day, inner) =>
        `<div class="answer"><div class="post-body"><div class="info">answered <abbr class="timeago">May ${day}, 2024</abbr> ${member(author)} 12</div><div>${inner}</div></div></div>`,
    );
    expect(page(body, "", forum)).toBe(thread);
  });
});

describe("a thread whose answers alone are marked begins with what is written before them", () => {
  const answer = (words: string) =>
    `<article>${member("otto")}<time>May 4, 2024</time><div class="field comment-body"><p>${words}</p></div></article>`;
  const question = (by: string, words: string) =>
    `<article><header>${by}</header><div><div class="field"><p>${words}</p></div></div>`;

  test.each<[string, string, string]>([
    ["an address", "", forum],
    ["what the body is called", ' class="html node-type-forum"', ""],
  ])("that is a forum's by %s", (_name, attributes, head) => {
    const body = `${question(`${member("mia")} <time>May 3, 2024</time>`, first.repeat(2))}<section><h2>Comments</h2>${answer(second)}</section></article>`;
    expect(page(body, attributes, head).replace(first + first, first)).toBe(thread);
  });

  test("with all of it, in however many boxes it is", () => {
    const body = `<article><header>${member("mia")}</header><div><div><p>What is a pump?</p></div><div><p>${first.repeat(9)}</p></div></div><section>${answer(second)}</section></article>`;
    expect(page(body, "", forum)).toContain(`<h2>mia</h2><p>What is a pump?</p><p>${first}`);
  });

  test("also one of few words", () => {
    const body = `${question(`${member("mia")} <time>May 3, 2024</time>`, "Why?")}<section>${answer(second)}</section></article>`;
    expect(page(body, "", forum)).toContain("<h2>mia, May 3, 2024</h2><p>Why?</p>");
  });

  test("unless nobody has signed it", () => {
    const body = `${question("", first.repeat(2))}<section>${answer(second)}</section></article>`;
    expect(page(body, "", forum)).not.toContain("<h2>");
  });

  test("and not with what stands behind them", () => {
    const body = `<main><section>${answer(second)}</section>${question(member("mia"), first.repeat(2))}</article></main>`;
    expect(page(body, "", forum)).not.toContain("<h2>mia");
  });
});

test.each<[string, string, string]>([
  ["phpBB", '<p>Code: <a href="#">Select all</a></p><pre><code>run</code></pre>', ""],
  ["MyBB", '<div>Code:</div><div dir="ltr"><code>run</code></div>', ""],
  ["an author", "<p>Code of the pump:</p><pre><code>run</code></pre>", "<p>Code of the pump:</p>"],
])("the line above code that %s prints", (_name, code, kept) => {
  const posts = both(
    (author, day, inner) =>
      `<div>${member(author)}<time>May ${day}, 2024</time><div class="post_body">${inner}${author === "mia" ? code : ""}</div></div>`,
  );
  const result = page(posts);
  expect(result).toContain(`<p>${first}</p>${kept}<p`.slice(0, -2));
  expect(result).toContain("run");
  expect(result).not.toMatch(/Code: |Code:<|Select all/);
});

describe("a thread of one post", () => {
  const post = (inner: string) => `<div>${member("mia")}<time>May 3, 2024</time>${inner}</div>`;
  const site = "<div>Gone: rules of the place.</div>";
  test.each<[string, string]>([
    [
      "has its author, where the text alone is an article",
      `<main>${site}${post(`<article><div class="bbWrapper"><p>${first}</p></div></article>`)}</main>`,
    ],
    [
      "is one by what its program prints below",
      `${site}${post(`<div class="post_body"><p>${first}</p></div>`)}<div>Powered By <a href="https://mybb.com">MyBB</a></div>`,
    ],
  ])("%s", (name, body) =>
    expect(page(body, "", name.startsWith("has") ? forum : "")).toBe(
      `<h2>mia, May 3, 2024</h2><p>${first}</p>`,
    ),
  );

  test("is none by a mark alone: pages of other kinds are called so as well", () =>
    expect(page(site + post(`<div class="post_body"><p>${first}</p></div>`))).not.toContain("<h2>"));
});
