import type { MarkdownIt, StateInline } from "markdown-it";

/**
 * References to an object of code, `[text][package.Class]` and `[][package.Class]`, which a plugin of MkDocs resolves over
 * all pages: the text, or the object's name. What a definition in the text resolves is a link as ever.
 * https://mkdocstrings.github.io/autorefs/
 */
export function autoReferences(md: MarkdownIt): void {
  md.inline.ruler.before("link", "auto_reference", reference);
}

const written = /^\[((?:[^[\]\n\\]|\\.){0,300})\]\[`?([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+)`?\]/;
/** `[package.Class][]`: the name is the text. */
const itself = /^\[`?([A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+)`?\]\[\]/;

function reference(state: StateInline, silent: boolean): boolean {
  if (state.src.charCodeAt(state.pos) !== 0x5b || state.src[state.pos - 1] === "!") return false;
  const rest = state.src.slice(state.pos, state.pos + 620);
  const [own, named = ""] = itself.exec(rest) ?? [];
  const [whole, text = "", name = ""] = own === undefined ? (written.exec(rest) ?? []) : [own, "", named];
  if (whole === undefined || state.env.references?.[name.toUpperCase()] !== undefined) return false;
  const start = state.pos;
  if (!silent && text === "") state.push("code_inline", "code", 0).content = name;
  else if (!silent) {
    const end = state.posMax;
    state.pos = start + 1;
    state.posMax = start + 1 + text.length;
    state.md.inline.tokenize(state);
    state.posMax = end;
  }
  state.pos = start + whole.length;
  return true;
}
