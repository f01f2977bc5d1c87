/** What the info string of a code fence states. */
export interface CodeInfo {
  readonly language?: string | undefined;
  readonly title?: string | undefined;
}

const attribute =
  /\b(title|filename|file|name|label|tab|caption|heading|subtitle|header)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))/i;
const fileName = /^(?:[\w@.~-]*\/)*[\w@.[\]-]*\.[A-Za-z][A-Za-z0-9]{0,9}$/;

/**
 * The language and title in a fence's info string in the common spellings: `js {1,3} title="a.js"`, `ts [a.ts]`,
 * `js filename=a.js`, `{.python}`, `js a.js`, `rust,ignore`.
 * @param labelled in a group of code tabs any bare words are the label (```` ```bash npm ````)
 */
export function codeInfo(info: string, labelled = false): CodeInfo {
  const text = info.slice(0, 1000).trim();
  const first = /^\S*/.exec(text)?.[0] ?? "";
  const language = languageName(/^\{\s*\.?/.test(text) ? text.replace(/^\{\s*/, "") : first);
  const title = titleOf(/^[[{]/.test(first) ? text : text.slice(first.length).trim(), labelled);
  return { language, title };
}

/** `.Python`, `lang-js`, `js{1,3}` → the plain name in lower case. */
function languageName(word: string): string | undefined {
  const name = /^\.?(?:lang(?:uage)?-)?([A-Za-z0-9][\w+#.-]*)/.exec(word)?.[1]?.toLowerCase();
  return name === undefined || name.includes("=") ? undefined : name;
}

function titleOf(rest: string, labelled: boolean): string | undefined {
  const named = attribute.exec(rest);
  const value = named?.[2] ?? named?.[3] ?? named?.[4];
  if (value !== undefined) return value.trim() === "" ? undefined : value.trim();
  const label = /^\[([^\]]+)\]/.exec(rest) ?? /\s\[([^\]]+)\]/.exec(rest);
  if (label?.[1] !== undefined) return label[1].trim();
  const words = /^[^{"'=]*/.exec(rest)?.[0].trim() ?? "";
  const word = words.split(/\s+/, 1)[0] ?? "";
  if (labelled && words !== "") return words;
  return fileName.test(word) ? word : undefined;
}
