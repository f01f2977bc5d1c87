import { foreignLabels, sphinxConfiguration } from "../../media-types.ts";
import type { DocumentFacts } from "../document-facts.ts";
import { commaList, documentFactsOf, isDocumentTarget } from "../found-facts.ts";
import { includedTargets } from "./included.ts";
import { adornment, namesOf } from "./names.ts";
import { docTarget, hasTitle, isKnownRole, roleTarget, sectionOfDocument } from "./roles.ts";

const field = /^:([\w -]{1,60}):[ \t]*(.*)$/;
const definedTarget = /^ *\.\. (?:_[^:]{1,300}|__): +(\S+)$/;
const shortTarget = /^ *__ +(\S+)$/;
const pointed = /<([^<>`\n]+)>`_/g;
const role = /:(doc|download):`([^`\n]+)`/g;
const anyRole = /(?<![\w`]):([A-Za-z][\w+.-]{0,60}):`/g;
/** May go on in the next line. */
const reference = /:(ref|numref|doc):`([^`]{1,300})`/g;

/**
 * What a connector needs to know of a reStructuredText before it is rendered: title, labels (fields `:tags:` and
 * `:keywords:` on top, `.. tags::`), whether it is a draft, and the targets of links. Linear.
 */
export function rstFacts(text: string): DocumentFacts {
  const lines = text.split(/\r\n?|\n/);
  const fields = topFields(lines);
  const labels = ["tags", "labels", "keywords"].flatMap((key) => commaList(fields.get(key) ?? ""));
  const links: string[] = [];
  let title: string | undefined;
  for (const [index, line] of lines.entries()) {
    if (title === undefined) title = titleAt(lines, index);
    const tags = /^\.\. tags::[ \t]+(.*)$/.exec(line)?.[1];
    if (tags !== undefined) for (const label of commaList(tags)) labels.push(label);
    for (const target of linksIn(line)) links.push(target);
  }
  const { sections, captions } = namesOf(lines);
  const { links: toSections, ...references } = referencesIn(
    text,
    Object.fromEntries([...captions, ...sections]),
  );
  return documentFactsOf({
    title,
    unpublished: unpublishedBy(fields),
    labels,
    includes: [...(needsConfiguration(text) ? [sphinxConfiguration] : []), ...includedTargets(lines)],
    links: [...links, ...toSections].filter(isDocumentTarget),
    ...references,
  });
}

/** Whether a text uses a name or a role that its project's configuration may define. */
const needsConfiguration = (text: string): boolean =>
  /\|[^|\s](?:[^|\n]{0,78}[^|\s])?\|/.test(text) ||
  /^ *\.\. +(?:only|ifconfig)::/m.test(text) ||
  (text.includes(":`") && [...text.matchAll(anyRole)].some(([, name = ""]) => !isKnownRole(name)));

function referencesIn(text: string, sections: Readonly<Record<string, string>>) {
  const labels: string[] = [];
  const shown: string[] = [];
  const links: string[] = [];
  for (const [, name, written = ""] of text.includes(":`") ? text.matchAll(reference) : []) {
    const target = roleTarget(written.replaceAll(/\s+/g, " "));
    const section = name === "ref" ? sectionOfDocument(target) : undefined;
    if (section !== undefined) links.push(section.document);
    if (name !== "doc") labels.push(target);
    else if (!hasTitle(written)) shown.push(docTarget(target));
  }
  return { sections, links, shown: [...shown, ...foreignLabels(labels, sections)] };
}

function topFields(lines: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    if (line.trim() === "") continue;
    const [, key, value = ""] = field.exec(line) ?? [];
    if (key === undefined) break;
    fields.set(key.toLowerCase(), value.trim());
  }
  return fields;
}

/** A line with its adornment below, at least as long. */
function titleAt(lines: readonly string[], index: number): string | undefined {
  const line = (lines[index] ?? "").trimEnd();
  const under = (lines[index + 1] ?? "").trimEnd();
  if (line.trim() === "" || adornment.test(line) || !adornment.test(under)) return undefined;
  return under.length >= Math.min(line.length, 4) && !/^(?:\.\. |\||\+)/.test(line) ? line.trim() : undefined;
}

function linksIn(line: string): string[] {
  const found: string[] = [];
  const defined = (definedTarget.exec(line) ?? shortTarget.exec(line))?.[1];
  if (defined !== undefined && !defined.endsWith("_")) found.push(defined.replaceAll("\\", ""));
  if (line.includes(">`_")) {
    for (const [, target = ""] of line.matchAll(pointed)) {
      if (!target.endsWith("_") || target.endsWith("\\_")) found.push(target.replaceAll("\\", "").trim());
    }
  }
  if (line.includes(":`")) {
    for (const [, name, text = ""] of line.matchAll(role)) {
      found.push(name === "doc" ? docTarget(roleTarget(text)) : roleTarget(text));
    }
  }
  return found;
}

function unpublishedBy(fields: ReadonlyMap<string, string>): string | undefined {
  const draft = fields.get("draft");
  if (draft !== undefined && !/^(?:false|no|off)$/i.test(draft)) return "draft: true";
  return /^draft$/i.test(fields.get("status") ?? "") ? "status: draft" : undefined;
}
