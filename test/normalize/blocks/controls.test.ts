import { describe, expect, test } from "vitest";
import { codes, flat } from "../support/normalized.ts";

const page = (body: string) =>
  flat(
    `<!doctype html><title>T</title><main><p>${"Words of the author on this page. ".repeat(9).trim()}</p>${body}</main>`,
  );

describe("controls and icons say words in a sentence", () => {
  test.each<[string, string, string]>([
    ["a button", "<p>Click <button>Save</button> to keep it.</p>", "Click <strong>Save</strong> to keep it."],
    [
      "a button with a picture",
      '<p>Press <button><img alt="Play"></button> once.</p>',
      "Press <strong>Play</strong> once.",
    ],
    [
      "an old button",
      '<p>Press <input type=submit value="Send"> once.</p>',
      "Press <strong>Send</strong> once.",
    ],
    ["options", "<p>Pick <select><option>Day<option>Week</select> here.</p>", "Pick Day / Week here."],
    [
      "groups of options",
      "<p>Pick <select><optgroup label=x><option>A</optgroup><option>B</select> here.</p>",
      "Pick A / B here.",
    ],
    ["a field", '<p>Type <input placeholder="your name"> there.</p>', "Type your name there."],
    [
      "a small picture",
      '<p>Click the <img src=g.svg width=16 alt="gear icon"> icon.</p>',
      "Click the gear icon.",
    ],
    [
      "a font's icon",
      '<li>Choose <i class="fa fa-trash" title="Delete"></i> now.</li>',
      "Choose Delete now.",
    ],
    [
      "a hint on an icon that is not read out",
      '<p>Click the <i class="fa fa-cog" aria-hidden="true" title="Settings"></i> icon.</p>',
      "Click the Settings icon.",
    ],
    [
      "an icon with its words for screen readers behind it",
      '<p>Use <i class="glyphicon glyphicon-trash" aria-hidden="true"></i><span class="sr-only">Delete</span> to remove it.</p>',
      "Use Delete to remove it.",
    ],
    [
      "an arrow between two words",
      '<p>Go to <b>Settings</b> <i class="fa fa-angle-right"></i> <b>Users</b> now.</p>',
      "Go to <strong>Settings</strong> › <strong>Users</strong> now.",
    ],
    [
      "an arrow of a font that draws words",
      "<p>Open File <span class=material-icons>arrow_forward</span> Save now.</p>",
      "Open File → Save now.",
    ],
    [
      "no arrow behind a link",
      '<p>See <a href="/x">more<i class="fa fa-arrow-right"></i></a></p>',
      "<p>See more</p>",
    ],
    [
      "an icon before its own word",
      '<p>Click <i class="fa fa-cog" title="Settings"></i> Settings now.</p>',
      "Click Settings now.",
    ],
    [
      "a picture with a hint and no description",
      '<p>Click <img src="x.png" alt="" title="Delete"> to remove it.</p>',
      "Click Delete to remove it.",
    ],
    ["a browser's own label", "<p>Press <input type=reset> to begin.</p>", "Press <strong>Reset</strong> to"],
    ["a bar", "<p>Now <progress value=3 max=10></progress> done.</p>", "Now 30% done."],
    ["a gauge", "<p>Now <meter min=50 max=150 value=75></meter> full.</p>", "Now 25% full."],
    [
      "an abbreviation's meaning, once",
      '<p>An <abbr title="Service Level Agreement">SLA</abbr>: see the <abbr title="Service Level Agreement">SLA</abbr>.</p>',
      "An SLA (Service Level Agreement): see the SLA.",
    ],
    [
      "no meaning that stands beside it",
      '<p>A Service Level Agreement (<abbr title="Service Level Agreement">SLA</abbr>).</p>',
      "A Service Level Agreement (SLA).",
    ],
    ["no hint of a date", '<p>Since <abbr title="2024-05-01">May</abbr> now.</p>', "Since May now."],
    ["a title's picture", '<h2><img src="x.png" alt="Acme Cloud"></h2><p>Text.</p>', "<h2>Acme Cloud</h2>"],
    ["a ticked item", "<ul><li role=checkbox aria-checked=true>Done</ul>", "<li>[x] Done</li>"],
    ["a note by its role", "<div role=note>From 2.0</div>", "<p><strong>Note</strong></p><p>From 2.0</p>"],
    [
      "Bootstrap's callout with its title",
      '<div class="bs-callout bs-callout-danger"><p class="callout-title">Mind</p><p>Hot.</p></div>',
      "<strong>Danger: Mind</strong>",
    ],
    [
      "a drawing",
      "<p>Press <svg viewBox='0 0 16 16' aria-label=Menu></svg> to open.</p>",
      "Press Menu to open.",
    ],
    [
      "a ligature",
      "<p>Press <span class=material-icons>delete</span> to remove it.</p>",
      "Press delete to remove it.",
    ],
    [
      "a ligature before its word",
      "<p>Press <span class=material-icons>settings</span> <b>Settings</b>.</p>",
      "Press <strong>Settings</strong>.",
    ],
    [
      "a cell",
      "<table><tr><th>How</th></tr><tr><td>Click <button>Go</button> there</td></tr></table>",
      "Click <strong>Go</strong> there",
    ],
    [
      "a heading's button among its words",
      "<h2>Press <button>Next</button> to go on</h2><p>x</p>",
      "Press <strong>Next</strong> to go on",
    ],
    [
      "a named box",
      '<p>Tick <input type=checkbox aria-label="Remember me"> first.</p>',
      "Tick Remember me first.",
    ],
    ["a field of many lines", "<p>Type <textarea>Hello</textarea> there.</p>", "Type Hello there."],
    [
      "signs with a name",
      '<p>Rated <span aria-label="4 out of 5"><span aria-hidden="true">★★★★☆</span></span> by all.</p>',
      "Rated 4 out of 5 by all.",
    ],
    ["a gauge", "<p>Disk <meter value=.6>60%</meter> used.</p>", "Disk 60% used."],
    ["a progress", "<p>Now <progress value=3 max=10>3 of 10</progress> done.</p>", "Now 3 of 10 done."],
    ["a result", "<p>The sum is <output>42</output> now.</p>", "The sum is 42 now."],
    [
      "a ligature with a name",
      '<p>Press <span class="material-icons" aria-label="Close window">close</span> now.</p>',
      "Press Close window now.",
    ],
    [
      "a picture with a title alone",
      '<p>Press <img src=b.svg width=16 title="The bell"> now.</p>',
      "Press The bell now.",
    ],
  ])("%s", (_name, body, wanted) => expect(page(body)).toContain(wanted));

  test.each<[string, string, string]>([
    ["buttons that copy", "<p>Run <code>go</code><button>Copy</button> now.</p>", "Copy"],
    [
      "the controls of a form",
      "<form><p>Your name <input value=gone> <button>gone</button></p></form>",
      "gone",
    ],
    ["buttons alone", "<div><button>gone</button></div>", "gone"],
    ["buttons beside a heading", "<h2>Title <button>gone</button></h2><p>x</p>", "gone"],
    [
      "how a link opens",
      '<p>See <a href="https://x.example">this <svg aria-label="(opens in new tab)"></svg></a> text.</p>',
      "opens in",
    ],
    [
      "long lists of options",
      `<p>Pick <select>${"<option>gone</option>".repeat(21)}</select> here.</p>`,
      "gone",
    ],
    ["passwords", "<p>Type <input type=password value=gone> here.</p>", "gone"],
  ])("but not %s", (_name, body, unwanted) => expect(page(body)).not.toContain(unwanted));

  test("in an author's fragment as well, without a warning", () => {
    expect(flat("<p>Click <button>Save</button> to keep it.</p>")).toBe(
      "<p>Click <strong>Save</strong> to keep it.</p>",
    );
    expect(codes("<p>Click <button>Save</button> to keep it.</p>")).not.toContain("form-dropped");
  });
});

describe("a cell that shows a sign is not empty", () => {
  const cell = (inner: string) =>
    page(`<table><tr><th>F</th><th>G</th></tr><tr><td>x</td><td>${inner}</td></tr></table>`);
  test.each<[string, string, string]>([
    ["a name", '<span class="icon-no" aria-label="Not included"></span>', "Not included"],
    ["words for screen readers", '<i class="fa fa-check"></i><span class="sr-only">Yes</span>', "Yes"],
    ["a picture's words", '<img src=c.svg alt="Included">', "Included"],
    ["a font's check", '<i class="fas fa-check text-green"></i>', "✓"],
    ["a font's cross", '<i class="fas fa-times"></i>', "✗"],
    ["a picture's file", "<img src=/img/cross.png>", "✗"],
    ["a symbol of a drawing", '<svg><use href="/sprite.svg#tick"></use></svg>', "✓"],
    ["a box", "<input type=checkbox checked disabled>", "☑"],
    ["an empty box", "<input type=checkbox disabled>", "☐"],
    ["a font's empty box", '<i class="far fa-square"></i>', "☐"],
    ["a class of a style sheet", '<span class="tick"></span>', "✓"],
    ["another name of a cross", '<span class="glyphicon glyphicon-remove"></span>', "✗"],
    ["a role", '<div role="checkbox" aria-checked="true"></div>', "☑"],
  ])("%s", (_name, inner, wanted) => expect(cell(inner)).toContain(`<td>${wanted}</td>`));

  test("a sign without a name is warned of", () => {
    const html =
      "<table><tr><th>F</th></tr><tr><td><i class='fa fa-star'></i></td></tr><tr><td>x</td></tr></table>";
    expect(codes(html)).toContain("icon-without-name");
    expect(codes(html.replace("fa fa-star", "dot-green"))).toContain("icon-without-name");
  });
});

describe("a list of what is included and what is not", () => {
  const list = (...icons: string[]) =>
    page(`<ul>${icons.map((icon, at) => `<li><i class="fa ${icon}"></i> Part ${at}</li>`).join("")}</ul>`);
  test("says the signs where one is a cross", () => {
    expect(list("fa-check", "fa-times")).toContain("<li>✓ Part 0</li><li>✗ Part 1</li>");
  });
  test("and leaves out ticks that only decorate", () => {
    expect(list("fa-check", "fa-check")).toContain("<li>Part 0</li><li>Part 1</li>");
  });
});

describe("the state of a task in editors' markup", () => {
  test.each<[string, string, string]>([
    [
      "a box beside its text",
      '<ul><li data-checked="true"><label><input type=checkbox checked></label><div><p>T</p></div></li></ul>',
      "<li>[x] T</li>",
    ],
    ["an attribute alone", '<ul><li data-checked="false"><p>T</p></li></ul>', "<li>[ ] T</li>"],
  ])("%s", (_name, html, wanted) => expect(flat(html)).toContain(wanted));
});
