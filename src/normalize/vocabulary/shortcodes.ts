import { siteScheme } from "../media-types.ts";
import { type Attributes, firstOf, readAttributes } from "./attributes.ts";

/** A Hugo, Liquid, GitBook or Markdoc tag: `{{< name … >}}`, `{{% name … %}}`, `{% name … %}`. */
export interface Shortcode extends Attributes {
  readonly name: string;
  /** What follows the name, as written. */
  readonly rest: string;
  readonly role: "open" | "close" | "void";
  /** Offset behind the tag. */
  readonly end: number;
}

const spellings = [
  { open: "{{<", close: ">}}" },
  { open: "{{%", close: "%}}" },
  { open: "{%", close: "%}" },
] as const;
const MAX_LENGTH = 2000;

/** The tag that starts at an offset, if any. */
export function shortcodeAt(text: string, start: number): Shortcode | undefined {
  const spelling = spellings.find(({ open }) => text.startsWith(open, start));
  if (spelling === undefined) return undefined;
  const slice = text.slice(start, start + MAX_LENGTH);
  const stop = slice.indexOf(spelling.close, spelling.open.length);
  if (stop === -1) return undefined;
  const inner = slice.slice(spelling.open.length, stop).replace(/^-/, "").replace(/-$/, "").trim();
  const match = /^(\/?)\s*([A-Za-z_][\w.-]*(?:\/[\w.-]+)*|#|\$?[\w.-]*)/.exec(inner);
  const written = match?.[2] ?? "";
  const liquidEnd = spelling.open === "{%" && /^end[_-]?[a-z]/.test(written);
  const name = liquidEnd ? written.replace(/^end[_-]?/, "") : written;
  const selfClosing = inner.endsWith("/") && match?.[1] === "";
  const rest = inner
    .slice(match?.[0].length ?? 0)
    .replace(/\/$/, "")
    .trim();
  const role = match?.[1] === "/" || liquidEnd ? "close" : selfClosing ? "void" : "open";
  return { name, rest, role, end: start + stop + spelling.close.length, ...readAttributes(rest) };
}

/** Names that are closed somewhere; for others no search for the end is needed. */
export function closedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { index } of text.matchAll(/\{%-? {0,4}(?:end|\/)|\{\{[<%] {0,4}\//g)) {
    const tag = shortcodeAt(text, index);
    if (tag?.role === "close") names.add(tag.name);
  }
  return names;
}

/** Names of tags that are dropped with their body. */
export const silentBodies = new Set(["comment", "capture", "schema", "stylesheet", "javascript"]);

/** Tags that say since when something holds: of Hugo's own documentation and others. */
const versions: ReadonlyMap<string, string> = new Map([
  ["new-in", "New in"],
  ["added-in", "Added in"],
  ["since", "Since"],
  ["version-added", "Added in"],
  ["changed-in", "Changed in"],
  ["deprecated-in", "Deprecated in"],
  ["removed-in", "Removed in"],
]);

/** "New in 1.2", where a tag says this; its meaning is then complete. */
export function versionText({ name, named, positional }: Shortcode): string | undefined {
  const version = positional[0] ?? named.get("version") ?? named.get("v");
  const since = versions.get(name);
  return since === undefined || version === undefined ? undefined : `${since} ${version}`;
}

const systems = new Map([
  ["mac", "Mac"],
  ["win", "Windows"],
  ["linux", "Linux"],
]);

/** Quarto's keys, `{{< kbd mac=Cmd-B win=Ctrl-B linux=Ctrl-B >}}`: of several systems a page shows the reader's own. */
export function keysText({ name, named, positional }: Shortcode): string {
  if (name !== "kbd") return "";
  const systemsOf = new Map<string, string[]>();
  for (const [key, system] of systems) {
    const keys = named.get(key);
    if (keys !== undefined) systemsOf.set(keys, [...(systemsOf.get(keys) ?? []), system]);
  }
  const bySystem = [...systemsOf].map(([keys, of]) => `${keys} (${of.join(", ")})`);
  return [positional.join(" "), ...bySystem].filter((text) => text !== "").join(", ");
}

/** Tools and systems between which a reader of GitHub's documentation chooses: https://docs.github.com/en/contributing/writing-for-github-docs/creating-tool-switchers-in-articles */
export const toolNames: ReadonlyMap<string, string> = new Map([
  ["webui", "Web browser"],
  ["cli", "GitHub CLI"],
  ["desktop", "GitHub Desktop"],
  ["mobile", "GitHub Mobile"],
  ["codespaces", "Codespaces"],
  ["curl", "cURL"],
  ["vscode", "Visual Studio Code"],
  ["visualstudio", "Visual Studio"],
  ["jetbrains", "JetBrains IDEs"],
  ["xcode", "Xcode"],
  ["eclipse", "Eclipse"],
  ["powershell", "PowerShell"],
  ["bash", "Bash"],
  ["mac", "Mac"],
  ["windows", "Windows"],
  ["linux", "Linux"],
]);

/** The text of a tag without a body that a reader would miss. */
export function shortcodeText(tag: Shortcode): string {
  const { named, name, positional } = tag;
  const words = [
    "title",
    "label",
    "text",
    "caption",
    "alt",
    "subtitle",
    "description",
    "summary",
    "aria-label",
  ]
    .flatMap((key) => named.get(key) ?? [])
    .filter((value) => !/^(?:true|false)$/.test(value));
  const text = words.length > 0 ? [...new Set(words)].join(": ") : "";
  const keys = keysText(tag);
  if (keys !== "") return keys;
  const version = versionText(tag);
  if (version !== undefined) return text === "" ? version : `${version}: ${text}`;
  const quoted = [
    "badge",
    "abbr",
    "button",
    "glossary_tooltip",
    "glossary-term",
    "tooltip",
    "icon-text",
    "term",
  ].includes(name);
  return text === "" && quoted ? positional.join(" ") : text;
}

/** The target of a tag that shows a link's target: Hugo's `{{< ref "a.md" >}}`, Jekyll's `{% link a.md %}`. */
export function targetOf({ name, named, positional }: Shortcode): string | undefined {
  if (!/^(?:ref|relref|link|post_url)$/.test(name)) return undefined;
  const written = named.get("path") ?? positional[0];
  return written === undefined ? undefined : fromSite(name, written);
}

/** What a tag shows from another place, GitBook's `{% embed url="…" %}`: its address, and the text of its link. */
export function embeddedBy(tag: Shortcode): { readonly href: string; readonly text: string } | undefined {
  if (!/^(?:embed|file|video|iframe)$/.test(tag.name)) return undefined;
  const href = firstOf(tag.named, ["url", "src", "href"]) ?? tag.positional[0];
  if (href === undefined || !/^https?:/i.test(href)) return undefined;
  return { href, text: shortcodeText(tag) || href };
}

/**
 * Jekyll's `{% link a.md %}` counts from the site's root, wherever it stands, and `{% post_url 2020-01-01-x %}` names a post: a
 * connector knows them by a scheme of their own, and what it does not know is no address.
 * https://jekyllrb.com/docs/liquid/tags/#links
 */
function fromSite(tag: string, written: string): string {
  if (tag === "link") return `${siteScheme}${written.replace(/^\//, "")}`;
  return tag === "post_url" ? `post:${written}` : written;
}

/** Tags that are written in the place of a link's target. */
const linkTarget =
  /(\]\(\s*<?|\b(?:href|src)=["']?|^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*<?)\s*\{(?:\{[<%]|%)-?\s*(ref|relref|link|post_url)\s+(?:path=)?["']?([^"'\s%>]{1,400})["']?[^{}\n]{0,100}?-?(?:[>%]\}\}|%\})/gm;
const siteBase =
  /(\]\(\s*<?|\b(?:href|src)=["']?|^ {0,3}\[[^\]\n]{1,300}\]:[ \t]*<?)\s*\{\{-?\s*(?:site\.(?:base)?url|(["'])([^"'{}\n]{1,400})\2\s*\|\s*(?:relative_url|absolute_url|relURL|absURL))\s*-?\}\}/gm;

/** MyST's `[a](project:b.md)`, `[a](path:b.md)`. https://myst-parser.readthedocs.io/en/latest/syntax/cross-referencing.html */
const mystTarget = /(\]\(\s*<?)(?:project|path|doc|download):(?=[\w./#-])/g;

/** `[a]({{< ref "b.md" >}})` → `[a](b.md)`, and Jekyll's `{% link b.md %}`, `{{ site.baseurl }}/b`, `{{ "/b" | relative_url }}`. */
export function plainLinkTargets(written: string): string {
  const text = written.includes("project:") ? written.replaceAll(mystTarget, "$1") : written;
  if (!text.includes("{{") && !text.includes("{%")) return text;
  // `{{ site.baseurl }}{% link b.md %}` is one target.
  return text
    .replaceAll(siteBase, "$1$3")
    .replaceAll(
      linkTarget,
      (_, before: string, tag: string, target: string) => before + fromSite(tag, target),
    );
}
