import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isForum } from "../../../src/normalize/clean/main-content/thread/programs.ts";
import { flat, normalizedHtml } from "../support/normalized.ts";

const post = (author: string, inner: string, more = "") =>
  `<article class="message" data-author="${author}"><h4><a class="username" href="/members/${author}.1/">${author}</a></h4>
  <dl><dt>Joined</dt><dd>Jan 3, 2017</dd></dl><time datetime="2019-05-03T08:45:00Z">May 3, 2019</time>
  <div class="message-body"><div class="bbWrapper">${inner}</div></div>${more}<div class="signature">Gone words</div></article>`;
const page = (body: string, head = "") =>
  flat(`<!doctype html><html><head><title>T</title>${head}</head><body>${body}</body></html>`);
const first = "The pump hums but no water comes out of the second hose.";
const second = "Open the small valve behind the filter and wait a minute.";

describe("the posts of a thread stay, each under who wrote it and when", () => {
  test("without what the program adds", () => {
    expect(page(`<p>Views 12</p>${post("mia", first)}${post("otto", second, "<p>Gone reply</p>")}`)).toBe(
      `<h2>mia, May 3, 2019</h2><p>${first}</p><h2>otto, May 3, 2019</h2><p>${second}</p>`,
    );
  });

  test("and their headings are below the post's", () => {
    expect(page(post("mia", `<h1>Pump</h1>${first}`) + post("otto", second))).toContain("<h3>Pump</h3>");
  });

  test.each<[string, string]>([
    ["a day", '<time datetime="2019-05-03T08:45:00Z">3 years ago</time>'],
    ["a day in a title", '<span class="relative-date" title="May 3, 2019 8:45 am">6y</span>'],
    ["a day in the meta data", '<meta itemprop="datePublished" content="2019-05-03T08:45:00+02:00">'],
  ])("with a time that does not change with the clock: %s", (_name, time) => {
    const one = (author: string, inner: string) =>
      `<div><a class="username" href="/u/${author}">${author}</a>${time}<div class="cooked">${inner}</div></div>`;
    expect(page(one("mia", first) + one("otto", second))).toMatch(
      /<h2>otto, (?:2019-05-03|May 3, 2019 8:45 am)</,
    );
  });

  test("every word of every post, whatever is in it", () => {
    const words = fc.stringMatching(/^[a-z]{3,9}( [a-z]{3,9}){4,9}$/);
    fc.assert(
      fc.property(fc.array(words, { minLength: 2, maxLength: 6 }), (texts) => {
        const result = page(texts.map((text, index) => post(`user${index}`, text)).join(""));
        for (const text of texts) expect(result).toContain(`<p>${text}</p>`);
      }),
      { numRuns: 30 },
    );
  });
});

describe("a quotation", () => {
  const quote = (words: string) =>
    `<blockquote class="bbCodeBlock--quote"><a>mia said:</a> ${words}</blockquote>`;

  test("of a post on the page goes", () => {
    expect(page(post("mia", first) + post("otto", quote(first) + second))).not.toContain("blockquote");
  });
  test("of something else stays", () => {
    const manual = "Never run the pump dry for longer than ten seconds at a time.";
    expect(page(post("mia", first) + post("otto", quote(manual) + second))).toContain(manual);
  });
  test("that is on the page only as a quotation stays in both", () => {
    const gone = "A post that somebody has deleted from the thread since then.";
    const result = page(post("mia", quote(gone) + first) + post("otto", quote(gone) + second));
    expect(result.split(gone)).toHaveLength(3);
  });
});

describe("a page is no thread", () => {
  const comment = (author: string, inner: string) =>
    `<li class="comment"><a class="username" href="/members/${author}">${author}</a><div class="comment-content"><p>${inner}</p></div></li>`;
  const article = "<p>Words of an author who explains the pump in much detail. </p>".repeat(20);

  test("because readers comment on it", () => {
    const comments = comment("mia", first.repeat(9)) + comment("otto", second.repeat(9));
    const result = page(`<main><article><h1>T</h1>${article}</article><ol>${comments}</ol></main>`);
    expect(result).toContain("Words of an author");
  });
  test("although it says so, where most is written elsewhere", () => {
    const head = '<link rel="canonical" href="https://example.com/community/pump">';
    const result = page(`<main>${article}${comment("mia", first)}${comment("otto", second)}</main>`, head);
    expect(result).toContain("Words of an author");
  });
  test("where nobody signs the parts", () => {
    const parts = [first, second].map((text) => `<div class="post-content"><p>${text}</p></div>`).join("");
    const head = '<link rel="canonical" href="https://example.com/discussions/pump">';
    expect(page(`<main><h2>Pumps</h2>${parts}</main>`, head)).toContain("<h2>Pumps</h2>");
  });
});

describe("who and when are read beside the text", () => {
  const one = (before: string, inner: string, behind = "") =>
    `<li><div>${before}</div><div class="cooked">${inner}</div><div>${behind}</div></li>`;
  const name = '<a class="username" href="/members/mia.1/">mia</a>';
  test.each<[string, string, string?]>([
    [
      "not when the member joined",
      `${name}<span class="join-date">Joined 2017</span><time>May 3, 2019</time>`,
    ],
    [
      "not when the thread was last answered",
      `<p>last post by <a href="/members/otto.2/">otto</a> <time>June 4, 2020</time></p>${name} <time>May 3, 2019</time>`,
    ],
    [
      "not the hour of a change",
      `${name} May 3, 2019`,
      'Last edited by mia; at <span class="time">9:17 am</span>',
    ],
    [
      "not a change, although only that is marked",
      `${name} May 3, 2019`,
      "<p>Edited <time>June 4, 2020</time></p>",
    ],
    ["not the month in which the member joined", `${name}<p>Since: Aug 2008</p><p>May 3, 2019 | 9:05 pm</p>`],
    ["the long form, without the short one behind it", `${name}<time><b>May 3, 2019</b><i>1 yr</i></time>`],
    [
      "a name, not the first letter in its picture",
      '<div itemprop="author"><a href="/members/mia.1/"><i>M</i></a><b itemprop="name">mia</b></div><time>May 3, 2019</time>',
    ],
    [
      "a day in the title of a marked line",
      `${name}<p class="postdate"><b title="May 3, 2019">6y ago</b></p>`,
    ],
  ])("%s", (_name, before, behind = "") => {
    expect(page(one(before, first, behind) + one(`${name} <time>May 4, 2019</time>`, second))).toBe(
      `<h2>mia, May 3, 2019</h2><p>${first}</p><h2>mia, May 4, 2019</h2><p>${second}</p>`,
    );
  });
});

describe("what is no post of the thread", () => {
  const both = post("mia", first) + post("otto", second);
  const thread = `<h2>mia, May 3, 2019</h2><p>${first}</p><h2>otto, May 3, 2019</h2><p>${second}</p>`;
  test.each<[string, string]>([
    [
      "rules beside it",
      `<div class="side"><div class="bbWrapper">${"Gone: be kind. ".repeat(3)}</div></div>${both}`,
    ],
    [
      "a copy of the first post for machines",
      `<div><div class="bbWrapper">${first}${first}</div></div>${post("mia", first + first)}${post("otto", second)}`,
    ],
    [
      "a summary above it",
      `<details><summary>Summary</summary><p>${"Gone: what is discussed. ".repeat(3)}</p></details>${both}`,
    ],
  ])("%s", (_name, body) => {
    const head = '<link rel="canonical" href="https://example.com/threads/pump.1/">';
    expect(page(body, head).replace(first + first, first)).toBe(thread);
  });

  test("of a list of answers, remarks stay, also those without votes", () => {
    const remark = (votes: number, words: string) =>
      `<li itemtype="https://schema.org/Comment" data-comment-score="${votes}"><span class="comment-copy">${words}</span> <a href="/users/3/ida">ida</a></li>`;
    const answer = (inner: string, remarks: string) =>
      `<div><div><div class="s-prose">${inner}</div><a href="/users/1/mia">mia</a></div><ul>${remarks}</ul></div>`;
    const result = page(
      answer(first, remark(0, "What have you tried?")) +
        answer(second, remark(2, "Close it again afterwards.")),
      '<link rel="canonical" href="https://example.com/questions/1/pump">',
    );
    expect(result).toContain("Close it again afterwards.");
    expect(result).toContain("What have you tried?");
  });
});

test("phpBB may put an element between a post and its text", () => {
  const phpbb = (author: string, inner: string) =>
    `<div><div class="postbody"><div><h3>Re: Gone title</h3><p>by <a class="username" href="./memberlist.php?u=${author}">${author}</a> <time>May 3, 2019</time></p><div class="content">${inner}</div></div></div></div>`;
  expect(page(phpbb("mia", first) + phpbb("otto", second))).not.toContain("Gone");
});

describe("the posts of further programs", () => {
  const signed = (around: (who: string, inner: string) => string, when = ", 2024-05-03") => [
    around("mia", first) + around("otto", second),
    `<h2>mia${when}</h2><p>${first}</p><h2>otto${when}</h2><p>${second}</p>`,
  ];
  const time = "<time>2024-05-03</time>";
  test.each<[string, ...string[]]>([
    [
      "Khoros",
      ...signed(
        (who, inner) =>
          `<div><a class="lia-user-name-link">${who}</a><span class="local-date">2024-05-03</span><div class="lia-message-body-content"><p>${inner}</p></div></div>`,
      ),
    ],
    [
      "FluxBB",
      ...signed(
        (who, inner) =>
          `<div><h2>2024-05-03 10:00:00</h2><dt><a href="profile.php?id=2">${who}</a></dt><div class="postmsg"><p>${inner}</p></div></div>`,
        ", 2024-05-03 10:00:00",
      ),
    ],
    [
      "Discuz",
      ...signed(
        (who, inner) =>
          `<div><a href="home.php?mod=space&uid=2">${who}</a><em>2024-5-3</em><div id="postmessage_7"><p>${inner}</p></div></div>`,
        ", 2024-5-3",
      ),
    ],
    [
      "HyperKitty",
      ...signed(
        (who, inner) =>
          `<div class="email"><span class="name"><a href="/users/${who}">${who}</a></span>${time}<div class="email-body"><p>${inner}</p></div></div>`,
      ),
    ],
    [
      "Flarum, without scripts",
      ...signed(
        (who, inner) =>
          `<article><div class="PostUser"><h3 class="PostUser-name">${who}</h3></div><div class="Post-body"><p>${inner}</p></div></article>`,
        "",
      ),
    ],
    [
      "Reddit, nested",
      `<shreddit-post><a href="/user/mia/">mia</a>${time}<div slot="text-body"><p>${first}</p></div></shreddit-post>
      <shreddit-comment><div><a href="/user/otto/">otto</a>${time}</div><div slot="comment"><p>${second}</p></div>
      <shreddit-comment><div><a href="/user/ida/">ida</a>${time}</div><div slot="comment"><p>Done.</p></div></shreddit-comment></shreddit-comment>`,
      `<h2>mia, 2024-05-03</h2><p>${first}</p><h2>otto, 2024-05-03</h2><p>${second}</p><h2>ida, 2024-05-03</h2><p>Done.</p>`,
    ],
    [
      "vBulletin 4, without the menu of the member",
      ...signed(
        (who, inner) =>
          `<li><span>2024-05-03</span><div class="username_container"><a href="member.php/2-${who}">${who}</a><ul><li>View Profile</li></ul></div><div class="postcontent"><p>${inner}</p></div></li>`,
      ),
    ],
  ])("%s", (_name, body = "", expected) => expect(page(body)).toBe(expected));
});

test("the title is the heading that answers repeat, not the site's name before it", () => {
  const html = `<html><head><title>The forum of pumps • View topic - Priming</title></head><body><h2>Priming</h2>
    ${post("mia", first)}<h3>Re: Priming</h3>${post("otto", second)}</body></html>`;
  expect(normalizedHtml(html).title).toBe("Priming");
});

test.each<[string, boolean]>([
  ["https://example.com/community/threads/pump.1/", true],
  ["https://forum.example.com/t/pump/12", true],
  ["https://example.com/index.php?topic=12.0", true],
  ["https://example.com/org/pump/issues/12", true],
  ["https://example.com/blog/ten-questions-to-ask", false],
  ["https://example.com/2018/09/open-thread/", false],
  ["https://example.com/docs/issues/", false],
])("%s is the address of a discussion: %s", (address, expected) =>
  expect(isForum(`<link rel="canonical" href="${address}">`)).toBe(expected),
);
