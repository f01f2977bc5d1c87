import { describe, expect, test } from "vitest";
import { isAnswerability } from "../../../src/normalize/check/codes.ts";
import type { Document } from "../../../src/normalize/document.ts";
import { normalizeDocument } from "../../../src/normalize/pipeline.ts";

const words = (count: number) => Array.from({ length: count }, (_, n) => `word${n}`).join(" ");
const links = (count: number, beside = "") =>
  Array.from(
    { length: count },
    (_, n) => `<li><a href="https://e.com/${n}">chapter number ${n}</a>${beside}</li>`,
  ).join("");
const page = (title: string, body: string) => `<!doctype html><title>${title}</title><body>${body}</body>`;

/** The doubts about an HTML document. */
async function doubts(body: string, more: Partial<Document> = {}): Promise<string[]> {
  const pages = await normalizeDocument({
    body,
    mediaType: "text/html",
    name: "document",
    title: "A guide",
    ...more,
  });
  return pages.flatMap(({ warnings }) => warnings.map(({ code }) => code).filter(isAnswerability));
}

describe("a page's content", () => {
  test.each([
    ["no words", "<p> </p>", ["nothing-left"]],
    ["four words", `<p>${words(4)}</p>`, ["nothing-left"]],
    ["five words", `<p>${words(5)}</p>`, []],
    ["an image and a caption", `<img src="a.png"><p>${words(7)}</p>`, ["images-only"]],
    ["an image beside a sentence", `<img src="a.png"><p>${words(8)}</p>`, []],
    ["three images and 19 words", `${'<img src="a.png">'.repeat(3)}<p>${words(19)}</p>`, ["images-only"]],
    ["three images and 20 words", `${'<img src="a.png">'.repeat(3)}<p>${words(20)}</p>`, []],
    ["an image that is described at length", `<img src="a.png" alt="${words(20)}">`, []],
    [
      "avatars and smileys",
      `<img class="avatar avatar-96" src="a.png"><img class="wp-smiley" src="b.png"><p>${words(6)}</p>`,
      [],
    ],
    ["an image and 20 words", `<img src="a.png"><p>${words(20)}</p>`, []],
    ["four links", `<ul>${links(4)}</ul>`, []],
    ["five links", `<ul>${links(5)}</ul>`, ["mostly-links"]],
    ["five links, each explained", `<ul>${links(5, ` says ${words(6)}`)}</ul>`, []],
    ["499 words of paragraphs", `<p>${words(250)}</p><p>${words(249)}</p>`, []],
    ["500 words of paragraphs", `<p>${words(250)}</p><p>${words(250)}</p>`, ["wall-of-text"]],
    ["500 words under a heading", `<h2>Part</h2><p>${words(500)}</p>`, []],
  ])("%s", async (_, body, expected) => expect(await doubts(body)).toEqual(expected));
});

describe("what a server shows in place of a document", () => {
  const form = '<form><label>E-mail</label><input name="m"><input type="password"><button>Go</button></form>';
  test.each([
    [
      "a login form",
      page("Sign in - Acme", `<h1>Sign in</h1><p>Enter your address to go on.</p>${form}`),
      ["looks-like-login"],
    ],
    [
      "a shell of scripts, with a form out of sight",
      page("How is it primed?", `<section id="main"></section><div style="display: none">${form}</div>`),
      ["nothing-left"],
    ],
    [
      "a demand to log in",
      page("Acme", "<p>Please log in to continue to the handbook of your team.</p>"),
      ["looks-like-login"],
    ],
    ["a guide to signing in", page("Sign in with SSO", `<h1>Sign in with SSO</h1><p>${words(130)}</p>`), []],
    [
      "a page that is not there",
      page(
        "Page not found",
        "<h1>Page not found</h1><p>We could not find the page you were looking for.</p>",
      ),
      ["looks-like-error"],
    ],
    [
      "a guide to an error",
      page(
        "Fix error 404",
        `<h1>Fix error 404</h1><p>When a page is not found, check its address. ${words(90)}</p>`,
      ),
      [],
    ],
    [
      "a page that needs its scripts",
      page("App", "<p>You need to enable JavaScript to run this app.</p>"),
      ["looks-like-error"],
    ],
  ])("%s", async (_, body, expected) => expect(await doubts(body, { title: "" })).toEqual(expected));
});

describe("a page's language", () => {
  const german =
    "Installieren Sie zuerst das Programm auf Ihrem Rechner und öffnen Sie danach die Einstellungen. Dort finden Sie alle Angaben, die für die Verbindung mit dem Server gebraucht werden. Wenn die Verbindung steht, beginnt die Übertragung der Dokumente von selbst, und Sie können das Fenster schließen. Sollte etwas fehlen, zeigt das Programm eine Meldung mit dem Namen des Dokuments.";
  const english =
    "First install the program on your computer and then open the settings. There you will find everything that is needed for the connection with the server. When the connection stands, the documents are sent without any further step, and you may close the window. Should something be missing, the program shows a message with the name of the document.";
  const french =
    "Installez d’abord le programme sur votre ordinateur, puis ouvrez les réglages. Vous y trouverez tout ce qui est nécessaire à la connexion avec le serveur. Dès que la connexion est établie, les documents sont envoyés sans autre étape et vous pouvez fermer la fenêtre. Si quelque chose manque, le programme affiche un message avec le nom du document. Une fois par semaine, regardez aussi le rapport : il montre toutes les pages qui ont changé depuis la dernière fois.";
  test.each([
    ["German under en", german, "en", ["other-language"]],
    ["German under de", german, "de", []],
    ["German under de-AT", german, "de-AT", []],
    ["French under en", french, "en", ["other-language"]],
    ["English under en-GB", english, "en-GB", []],
    ["a locale that nobody can tell", english, "gd", []],
    ["too little to tell", german.slice(0, 200), "en", []],
  ])("%s", async (_, text, locale, expected) =>
    expect(await doubts(`<h2>x</h2><p>${text}</p>`, { options: { locale } })).toEqual(expected),
  );

  test("is recognised by its prose alone, not by code", async () => {
    const code = `<pre><code>${"const der = die && das; // nicht von dieser Welt\n".repeat(30)}</code></pre>`;
    expect(await doubts(`<h2>x</h2><p>${english}</p>${code}`, { options: { locale: "en" } })).toEqual([]);
  });
});
