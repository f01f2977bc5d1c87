import type { MarkdownIt, StateInline } from "markdown-it";

/**
 * References to an object of code, `[text][package.Class]` and `[][package.Class]`, which a plugin of MkDocs resolves over
 * all pages: the text, or the object's name. What a definition in the text resolves is a link as ever.
 * https://mkdocstrings.github.io/autorefs/
 */
export function autoReferences(md: MarkdownIt): void {
  md.inline.ruler.before("link", "auto_reference", reference);
  md.inline.ruler.before("auto_reference", "defined_link", definedLink);
}

const written = /^\[((?:[^[\]\\]|\\.){0,300})\][ \n]?\[`?([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+)`?\]/;
/** `[the second part][second-part]`, by the id of a heading anywhere in the project. */
const byId = /^\[((?:[^[\]\n\\]|\\.){1,300})\]\[([A-Za-z]\w*(?:-\w+)+)\]/;
/** `[package.Class][]`: the name is the text. */
const itself = /^\[`?([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+)`?\]\[\]/;

/** `matrix[row][last-row]` is no link. */
const isApart = ({ src, pos }: StateInline): boolean => !/[\w\])]/.test(src[pos - 1] ?? "");

const spaced = /^\[((?:[^[\]\n\\]|\\.){1,300})\][ \n]\[([^[\]\n]{1,300})\]/;
const beforeNote = /^\[((?:[^[\]\n\\]|\\.){1,300})\](?=\[\^)/;

/**
 * Python-Markdown's `[text] [name]` and `[name][^note]`: a link that has a blank or a footnote behind its text, which CommonMark takes for
 * two texts in brackets. https://python-markdown.github.io/reference/#markdown
 */
function definedLink(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.src[state.pos - 1] === "!") return false;
  const rest = state.src.slice(state.pos, state.pos + 620);
  const hrefOf = (name: string): string | undefined =>
    state.env.references?.[state.md.utils.normalizeReference(name)]?.href;
  const note = beforeNote.exec(rest);
  const [whole, text = "", name = text] = note ?? spaced.exec(rest) ?? [];
  const href = whole === undefined ? undefined : hrefOf(name);
  // Where both are names, they are two links.
  if (whole === undefined || href === undefined || (note === null && hrefOf(text) !== undefined))
    return false;
  const start = state.pos;
  if (!silent) {
    state.push("link_open", "a", 1).attrs = [["href", href]];
    readBracketed(state, text);
    state.push("link_close", "a", -1);
  }
  state.pos = start + whole.length;
  return true;
}

function reference(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.src[state.pos - 1] === "!") return false;
  const rest = state.src.slice(state.pos, state.pos + 620);
  const [own, named = ""] = itself.exec(rest) ?? [];
  const [whole, text = "", name = ""] =
    own === undefined
      ? (written.exec(rest) ?? (isApart(state) ? byId.exec(rest) : null) ?? [])
      : [own, "", named];
  if (whole === undefined || state.env.references?.[name.toUpperCase()] !== undefined) return false;
  const start = state.pos;
  if (!silent && text === "") state.push("code_inline", "code", 0).content = name;
  else if (!silent) readBracketed(state, text);
  state.pos = start + whole.length;
  return true;
}

/** The tokens of a text that stands in brackets where the state is. */
function readBracketed(state: StateInline, text: string): void {
  const end = state.posMax;
  state.pos += 1;
  state.posMax = state.pos + text.length;
  state.md.inline.tokenize(state);
  state.posMax = end;
}
