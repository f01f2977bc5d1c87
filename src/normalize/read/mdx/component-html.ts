import { escapeHtml } from "../../../html/characters.ts";
import { calloutKind } from "../../vocabulary/callouts.ts";
import { codeInfo } from "../../vocabulary/code-info.ts";
import { linkProps, quietProps, type Rule, textProps, titleProps } from "../../vocabulary/components.ts";
import { callout, card, codeBlock, image, leadIn, link } from "../../vocabulary/html-text.ts";
import type { LineOf, Warnings } from "../../warnings.ts";
import type { Frame } from "./context.ts";
import { displayed, type Value } from "./evaluate.ts";

/** One use of a component, independent of the tree around it. */
export interface Use {
  readonly name: string;
  readonly props: ReadonlyMap<string, Value>;
  /** Props whose value is known only by running code. */
  readonly unknownProps: readonly string[];
  /** It is inside a line of text. */
  readonly inline: boolean;
  readonly isEmpty: boolean;
  readonly frame?: Frame | undefined;
  /** Phrasing HTML of a `<summary>` among the children; the children come without it. */
  readonly summary?: string | undefined;
  flow(inner?: Frame): string;
  phrasing(): string;
  fileTree(): string | undefined;
  text(): string | undefined;
  /** The phrasing HTML of a prop that may be a line of Markdown. */
  prose(text: string): string;
}

/** The HTML of a component by its rule; without a rule its text is kept, with one warning per name. */
export function componentHtml(use: Use, rule: Rule | undefined, warnings: Warnings, line: LineOf): string {
  if (rule === undefined) return unknown(use, warnings, line);
  if (rule === "drop") {
    warnings.explain(inner(use));
    return "";
  }
  if (rule === "children") return inner(use);
  switch (rule.as) {
    case "text":
      return fill(rule.text, use);
    case "callout":
      return callout(kindOf(use, rule.kind), titleOf(use, rule.title), bodyOf(use));
    case "steps":
      return use.flow({ as: "steps" });
    case "step":
      return step(use);
    case "tabs":
      return use.flow(tabsFrame(use));
    case "tab":
      return leadIn(titleOf(use, rule.title) || tabLabel(use)) + use.flow();
    case "fragment":
      return fragment(use);
    case "card":
      return card(titleOf(use, rule.title), string(use, linkProps), bodyOf(use));
    case "details":
    case "section":
      return leadIn(use.summary ?? titleOf(use, rule.title)) + bodyOf(use);
    case "filetree":
      return leadIn(titleOf(use, rule.title)) + (use.fileTree() ?? use.flow({ as: "filetree" }));
    case "file":
      return file(use);
    case "link":
      return link(
        string(use, linkProps),
        use.phrasing().trim() || titleOf(use) || escapeHtml(string(use, textProps) ?? ""),
      );
    case "code":
      return code(use);
    case "image":
      return image(string(use, ["alt"]) ?? "", string(use, ["src"])) + (use.isEmpty ? "" : inner(use));
    case "parameter":
      return parameter(use);
    case "types":
      return types(use);
  }
}

function inner(use: Use): string {
  return use.inline ? use.phrasing() : use.flow(use.frame);
}

function string(use: Use, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = use.props.get(name);
    const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    if (text !== "") return text;
  }
  return undefined;
}

/** The title as phrasing HTML. `names` of a configured rule: one prop, or several with `|` between. */
function titleOf(use: Use, names?: string): string {
  return escapeHtml(string(use, names === undefined ? titleProps : names.split(/[|,\s]+/)) ?? "");
}

function paragraph(text: string | undefined): string {
  return text === undefined ? "" : `<p>${escapeHtml(text)}</p>\n`;
}

/** The description, then the children. */
function bodyOf(use: Use): string {
  const text = string(use, textProps);
  return (text === undefined ? "" : `<p>${use.prose(text)}</p>\n`) + use.flow();
}

function kindOf(use: Use, fixed: string | undefined): string {
  const stated = fixed ?? string(use, ["type", "kind", "variant", "intent", "level", "color", "status"]);
  if (stated === undefined) return calloutKind(use.name) ?? "Note";
  return calloutKind(stated) ?? (fixed === undefined ? "Note" : fixed);
}

function fill(template: string, use: Use): string {
  let known = !template.includes("{");
  const html = escapeHtml(template).replaceAll(/\{([\w.-]+)\}/g, (_, name: string) => {
    const value =
      name === "children" ? use.phrasing().trim() : escapeHtml(displayed(use.props.get(name)) ?? "");
    if (value !== "") known = true;
    return value;
  });
  // Without a single value, the words of the template alone mean nothing.
  return known ? html.replaceAll(/ ?\(\)/g, "") : "";
}

function step(use: Use): string {
  const body = leadIn(titleOf(use)) + bodyOf(use);
  return use.frame?.as === "steps" ? `<li>${body}</li>\n` : body;
}

function tabsFrame(use: Use): Frame {
  const labels: string[] = [];
  const named = new Map<string, string>();
  for (const list of ["items", "values", "labels", "tabs", "options"]) {
    const value = use.props.get(list);
    if (!Array.isArray(value)) continue;
    for (const item of value as readonly Value[]) {
      const label =
        typeof item === "object" && item !== null && "label" in item
          ? displayed(item.label)
          : displayed(item);
      if (label === undefined) continue;
      labels.push(label);
      if (typeof item === "object" && item !== null && "value" in item) named.set(String(item.value), label);
    }
  }
  return { as: "tabs", labels, named, next: { position: 0 } };
}

function tabLabel(use: Use): string {
  const value = string(use, ["value", "id", "slot"]);
  if (use.frame?.as !== "tabs") return escapeHtml(value ?? "");
  const position = use.frame.next.position++;
  const label =
    (value === undefined ? undefined : use.frame.named.get(value)) ?? use.frame.labels[position] ?? value;
  return escapeHtml(label ?? "");
}

function fragment(use: Use): string {
  const slot = string(use, ["slot"]);
  if (use.frame?.as === "tabs" && slot !== undefined) return leadIn(escapeHtml(slot)) + use.flow();
  return inner(use);
}

/** An entry of a file tree that is written as components. */
function file(use: Use): string {
  const name = `<code>${titleOf(use)}</code>`;
  const below = use.flow({ as: "filetree" });
  return `<li>${name}${below === "" ? "" : `\n${below}`}</li>\n`;
}

function code(use: Use): string {
  const title = string(use, ["title", "filename", "name", "file"]);
  const text = displayed(use.props.get("code")) ?? use.text();
  const { language } = codeInfo(string(use, ["lang", "language"]) ?? "");
  if (text === undefined) return leadIn(escapeHtml(title ?? "")) + use.flow();
  if (use.inline && !text.includes("\n")) return `<code>${escapeHtml(text)}</code>`;
  return codeBlock({
    text,
    language,
    title,
  });
}

function parameter(use: Use): string {
  const name = string(use, ["name", "path", "query", "body", "header", "param", "field"]);
  const fallback = string(use, ["default", "defaultValue"]);
  const facts = [
    string(use, ["type"]),
    use.props.get("required") === true || use.props.get("required") === "true" ? "required" : undefined,
    use.props.get("deprecated") === true ? "deprecated" : undefined,
    fallback === undefined ? undefined : `default: ${fallback}`,
  ].filter((fact) => fact !== undefined);
  const details = facts.length === 0 ? "" : ` (${escapeHtml(facts.join(", "))})`;
  const lead =
    name === undefined ? "" : `<p><strong><code>${escapeHtml(name)}</code></strong>${details}</p>\n`;
  return lead + bodyOf(use);
}

/** Fumadocs' `<TypeTable type={{ name: { type, description, default, required } }} />`. https://fumadocs.dev/docs/ui/components/type-table */
function types(use: Use): string {
  const value = use.props.get("type");
  if (typeof value !== "object" || value === null) return use.flow();
  return Object.entries(value)
    .map(([name, facts]) => {
      const known = typeof facts === "object" && facts !== null ? Object.entries(facts) : [];
      const props = new Map<string, Value>([...known, ["name", name]]);
      return parameter({ ...use, props, flow: () => "" });
    })
    .join("");
}

/** A component without a rule: its children, and the props with text for readers. */
function unknown(use: Use, warnings: Warnings, line: LineOf): string {
  const title = titleOf(use);
  const href = string(use, linkProps);
  const texts = textProps.flatMap((name) => string(use, [name]) ?? []);
  const read = new Set([...titleProps, ...textProps, ...linkProps]);
  const lost = [...use.props.keys(), ...use.unknownProps].filter(
    (name) => !read.has(name) && !quietProps.has(name) && !name.startsWith("client:"),
  );
  const props = lost.length === 0 ? "" : `; dropped: ${[...new Set(lost)].slice(0, 6).join(", ")}`;
  const kept =
    use.isEmpty && title === "" && texts.length === 0
      ? "it has no text of its own"
      : "its text is kept without its meaning";
  if (!warned(warnings, use.name)) {
    warnings.add("unknown-component", `<${use.name}> is not a known component; ${kept}${props}.`, line);
  }
  if (use.inline || (use.isEmpty && title === "" && texts.length === 0)) {
    const words = [title, ...texts.map(escapeHtml)].filter((word) => word !== "").join(": ");
    const children = use.phrasing();
    if (words === "" && href !== undefined) return link(href, children.trim() || escapeHtml(href));
    return [link(words === "" ? undefined : href, words), children]
      .filter((part) => part.trim() !== "")
      .join(" ");
  }
  const body = texts.map((text) => paragraph(text)).join("") + use.flow(use.frame);
  if (title === "" && href !== undefined && texts.length === 0)
    return `${body}<p>${link(href, escapeHtml(href))}</p>\n`;
  return card(title, href, body);
}

function warned(warnings: Warnings, name: string): boolean {
  return warnings
    .all()
    .some(({ code, message }) => code === "unknown-component" && message.startsWith(`<${name}> `));
}
