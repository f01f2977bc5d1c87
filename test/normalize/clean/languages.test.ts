import { describe, expect, test } from "vitest";
import { flat } from "../support/normalized.ts";

const text = "Words of the author that make up most of this page, as they should in every case. "
  .repeat(8)
  .trim();
const page = (after: string, before = "") =>
  flat(
    `<!doctype html><html><head><title>T</title></head><body><article><h1>T</h1>${before}<p>${text}</p>${after}</article></body></html>`,
  );
const list = (heading: string) =>
  `<h2>${heading}</h2><ul><li><a href="/a">Gone page one</a></li><li><a href="/b">Gone page two</a></li></ul>`;

describe("what sites write around a text goes in other languages", () => {
  test.each([
    "Das könnte Sie auch interessieren",
    "Mehr zum Thema:",
    "Weitere Artikel",
    "Ähnliche Beiträge",
    "À lire aussi",
    "Articles similaires",
    "Sur le même sujet",
    "Artículos relacionados",
    "Te puede interesar",
    "Veja também",
    "Articoli correlati",
    "Lees ook",
    "Читайте также",
    "関連記事",
    "相关文章",
  ])("pages under %s", (heading) => expect(page(list(heading))).toBe(`<p>${text}</p>`));

  test.each([
    "Diesen Artikel teilen",
    "War dieser Artikel hilfreich? Ja Nein",
    "Zuletzt aktualisiert am 3. Mai 2026",
    "Zurück zur Übersicht",
    "Partager sur Facebook",
    "Dernière mise à jour le 3 mai 2026",
    "Modifier cette page",
    "¿Te ha sido útil este artículo? Sí No",
    "Última actualización: 3 de mayo de 2026",
    "Condividi su Facebook",
    "Deze pagina bewerken",
    "- Anzeige -",
    "Es gibt noch keine Kommentare.",
    "このページを編集",
    "编辑此页",
  ])("the line %s", (line) => expect(page(`<div>${line}</div>`)).toBe(`<p>${text}</p>`));

  test.each(["Schlagworte", "Themen:", "Mots-clés :", "Etiquetas:", "Argomenti:"])(
    "subjects behind %s",
    (label) => {
      const row = `<div>${label} <a href="/t/a">Gone</a>, <a href="/t/b">Gone too</a></div>`;
      expect(page(row)).toBe(`<p>${text}</p>`);
    },
  );

  test.each([
    '<h3>3 Kommentare</h3><form><textarea name="c"></textarea></form>',
    "<h3>Schreibe einen Kommentar</h3><p>Gone.</p>",
    "<h3>Laisser un commentaire</h3><p>Gone.</p>",
    "<h3>Deja una respuesta</h3><p>Gone.</p>",
  ])("a form for comments: %s", (form) => expect(page(form)).toBe(`<p>${text}</p>`));

  test.each([
    ["Lesen Sie auch: ", "Zurück", "Nächste Seite"],
    ["À lire aussi : ", "Précédent", "Page suivante"],
    ["Te puede interesar: ", "Anterior", "Siguiente"],
  ])("a pointer and a pager: %s", (pointer, back, on) => {
    const pager = `<div><a href="/a"><span>${back}</span><span>Gone</span></a><a href="/b"><span>${on}</span><span>Gone</span></a></div>`;
    expect(page(pager, `<p>${pointer}<a href="/x">Gone title of another page</a></p>`)).toBe(
      `<p>${text}</p>`,
    );
  });
});

test.each([
  list("Siehe auch"),
  list("Weitere Informationen"),
  list("Pour aller plus loin"),
  list("Más información"),
  `<h2>Mehr zum Thema</h2><p>Einen Überblick über die neue Schnittstelle finden Sie im Hilfe-Center und auf den Seiten des Herstellers:</p>${list("").slice("<h2></h2>".length)}`,
  "<p>Mehr zum Thema Sicherheit steht im Handbuch, das jedem Gerät beiliegt.</p>",
  "<h2>Kommentare</h2><p>In Python beginnen Kommentare mit einem Doppelkreuz.</p>",
])("what an author writes stays: %s", (after) =>
  expect(page(after).length).toBeGreaterThan(page("").length + 20),
);
