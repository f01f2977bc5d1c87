/**
 * Text that Markdown would read as markup, made plain. Turndown's own escaping leaves `<`, `&` and `~` alone, with which
 * `List<String>` would vanish as an HTML tag, and escapes underscores inside words, where they mean nothing.
 */
export function escapeMarkdown(text: string): string {
  if (!mayBeMarkup.test(text)) return text;
  return text
    .replace(/[\\`*[\]~]/g, "\\$&")
    .replace(/(^|[^\p{L}\p{N}_])(_+)|(_+)(?=[^\p{L}\p{N}_]|$)/gu, (_all, before, opening, closing) =>
      closing === undefined ? before + escapeEach(opening) : escapeEach(closing),
    )
    .replace(/<(?=[A-Za-z/!?])/g, "\\<")
    .replace(/&(?=#?\w{1,32};)/g, "\\&")
    .replace(/^(#{1,6})(?=\s|$)/, "\\$1")
    .replace(/^[-+>](?=\s|$)/, "\\$&")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
    .replace(/^(?:-{2,}|={2,})\s*$/, "\\$&")
    .replace(/^>/, "\\>");
}

/** One test instead of nine replacements for most texts. */
const mayBeMarkup = /[\\`*[\]~_<&]|^[#\-+>=\d]/;

function escapeEach(run: string): string {
  return run.replaceAll("_", "\\_");
}
