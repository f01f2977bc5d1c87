import { FinIngestError } from "../../../errors.ts";
import { escapeHtml } from "../../../html/characters.ts";
import type { DocumentFile } from "../../document.ts";
import { Warnings } from "../../warnings.ts";
import { sensibleTitle } from "../docx/package.ts";
import { type OfficeParts, openOffice } from "../office/parts.ts";
import { at, attribute, childrenOf, elementsOf, local, textOf } from "../office/xml.ts";
import type { ConvertedPage } from "../reader.ts";
import { readSlide } from "./slide.ts";
import { plainText } from "./text.ts";

/**
 * A presentation (.pptx) as one text: slides in their order, each under its title, with paragraphs, lists, tables and the
 * descriptions of pictures. Hidden slides, hidden shapes, speaker notes and comments are left out.
 * https://ecma-international.org/publications-and-standards/standards/ecma-376/
 *
 * @throws FinIngestError where it is encrypted, damaged, not a presentation, or too large
 */
export async function readPptx({ body }: Pick<DocumentFile, "body">): Promise<readonly ConvertedPage[]> {
  const parts = openOffice(body, "a presentation (.pptx)");
  const main = "ppt/presentation.xml";
  const [presentation] = childrenOf(parts.part(main) ?? noPresentation());
  const relations = parts.relations(main);
  const warnings = new Warnings();
  const ids = presentation ? childrenOf(at(presentation, "sldIdLst") ?? presentation, "sldId") : [];
  const slides = ids.flatMap((id, index) => {
    const key = Object.entries(id.attribs).find(([name]) => name.endsWith(":id"))?.[1] ?? "";
    const name = relations.get(key)?.target;
    const [slide] = name === undefined ? [] : childrenOf(parts.part(name) ?? noPresentation());
    if (!slide || name === undefined) return [];
    if (["0", "false"].includes(attribute(slide, "show") ?? "")) {
      warnings.count("hidden-dropped");
      return [];
    }
    if (hasNotes(parts, name)) warnings.count("comment-dropped");
    const { title, html } = readSlide(slide, parts.relations(name), warnings);
    return title === "" && html === "" ? [] : [{ title: title || `Slide ${index + 1}`, html }];
  });
  const text = slides.map(({ title, html }) => `<h2>${escapeHtml(title)}</h2>${html}`).join("");
  return [{ html: text, title: coreTitle(parts.part("docProps/core.xml")), warnings: warnings.all() }];
}

/** What the speaker is to say; programs make an empty page of notes for every slide. */
function hasNotes(parts: OfficeParts, slide: string): boolean {
  const notes = [...parts.relations(slide).values()].find(({ target }) => /notesSlides\//.test(target));
  const root = notes && parts.part(notes.target);
  const shapes = root ? [...elementsOf(root)].filter((one) => local(one) === "sp") : [];
  return shapes.some((shape) => {
    const [properties] = childrenOf(shape);
    const kind = properties && attribute(at(properties, "nvPr", "ph"), "type");
    const body = at(shape, "txBody");
    return kind === "body" && body !== undefined && plainText(body) !== "";
  });
}

function noPresentation(): never {
  throw new FinIngestError("the document cannot be read: it holds no presentation", {
    hint: "Is the file a .pptx? Save a copy in this format, or leave the document out.",
  });
}

function coreTitle(core: Parameters<typeof elementsOf>[0] | undefined): string | undefined {
  for (const element of core ? elementsOf(core) : [])
    if (local(element) === "title") return sensibleTitle(textOf(element));
  return undefined;
}
