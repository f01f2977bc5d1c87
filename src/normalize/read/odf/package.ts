import type { Element } from "domhandler";
import { FinIngestError } from "../../../errors.ts";
import { sensibleTitle } from "../docx/package.ts";
import { type OfficeParts, openOffice } from "../office/parts.ts";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import { encrypted } from "../office/zip.ts";
import { type OdfStyles, odfStyles } from "./styles.ts";

/** An OpenDocument file, its parts checked. https://docs.oasis-open.org/office/OpenDocument/v1.3/ */
export interface OdfFile {
  readonly parts: OfficeParts;
  /** `office:text` or `office:spreadsheet`. */
  readonly content: Element;
  readonly styles: OdfStyles;
  /** From the properties, where it is meaningful. */
  readonly title?: string | undefined;
}

/** @throws FinIngestError where it is encrypted, damaged, too large, or holds no content of that kind */
export function openOdf(body: string | Uint8Array, kind: "text" | "spreadsheet"): OdfFile {
  const { what, extension } = kinds[kind];
  const parts = openOffice(body, `${what} (.${extension})`);
  refuseEncrypted(parts);
  const root = parts.part("content.xml");
  const [document] = root ? childrenOf(root) : [];
  const content = document && at(document, "body", kind);
  if (!content)
    throw new FinIngestError(`the document cannot be read: it holds no ${what}`, {
      hint: `Is the file an .${extension}? Save a copy in this format, or leave the document out.`,
    });
  const styles = odfStyles([parts.part("styles.xml"), root]);
  return { parts, content, styles, title: titleIn(parts) };
}

const kinds = {
  text: { what: "OpenDocument text", extension: "odt" },
  spreadsheet: { what: "OpenDocument spreadsheet", extension: "ods" },
} as const;

/** Encryption replaces the bytes of parts, and is noted in the manifest alone (ODF 1.3 part 2, 3.4). */
function refuseEncrypted(parts: OfficeParts): void {
  if (parts.has("encrypted-package")) throw encrypted();
  const manifest = parts.part("META-INF/manifest.xml");
  for (const one of manifest ? elementsOf(manifest) : [])
    if (local(one) === "encryption-data") throw encrypted();
}

function titleIn(parts: OfficeParts): string | undefined {
  const meta = parts.part("meta.xml");
  for (const one of meta ? elementsOf(meta) : [])
    if (local(one) === "title") return sensibleTitle(textOf(one));
  return undefined;
}

/** Whether a yes/no attribute says yes. */
export const says = (element: Element, name: string): boolean => attribute(element, name) === "true";

/** How often a cell, a row or a column stands there, at most `most`. */
export function repeats(element: Element, name: string, most: number): number {
  const times = Number(attribute(element, name) ?? "1");
  return Number.isInteger(times) && times > 0 ? Math.min(times, most) : 1;
}
