import { fenceAfter } from "./lines.ts";

const slideKeys = ["marp", "revealOptions", "revealjs", "remark", "slideOptions", "slidev"];
const slideWords =
  /\b(?:revealjs|reveal\.js|reveal|xaringan|remark|slidy|ioslides|slides?|beamer|marp|deck)\b/i;
/** What only slides have: Reveal's and remark's own marks. */
const revealMark = /<!--\s*\.(?:slide|element):/;
const remarkProperty = /^---[ \t]*\n(?:(?:class|name|layout|template|count|background-image):[^\n]*\n)/m;

/** Whether a text is slides; a `Note:` or `???` anywhere else is text. */
function isSlides(text: string, data: Readonly<Record<string, unknown>>): boolean {
  if (slideKeys.some((key) => data[key] !== undefined && data[key] !== false)) return true;
  const stated = ["type", "layout", "format", "output", "theme"].map((key) => data[key]);
  if (stated.some((value) => value !== undefined && slideWords.test(JSON.stringify(value)))) return true;
  const separators = text.match(/^-{3,4}[ \t]*$/gm)?.length ?? 0;
  return (
    revealMark.test(text) || (separators > 0 && (remarkProperty.test(text) || /^\?\?\?[ \t]*$/m.test(text)))
  );
}

const separator = /^(?:-{2,4}|\*{3}|_{3}|#{1,2}[ \t].*)[ \t]*$/;
const notes = /^(?:\?\?\?[ \t]*$|notes?:(?:\s|$))/i;
const container = /^:{3,}[ \t]*(?:notes|\{[^}]*\.notes[^}]*\})[ \t]*$/;

/**
 * Slides without what their speaker says: behind `???` (remark) or `Note:` (Reveal) up to the next slide, and in
 * `::: notes` (Quarto, Pandoc). Texts that are not slides stay as they are.
 *
 * @param data the front matter, which may state the kind of slides
 */
export function withoutSlideNotes(
  text: string,
  data: Readonly<Record<string, unknown>>,
): { readonly text: string; readonly dropped: number; readonly notes: string } {
  if (!/^(?:\?\?\?|notes?:|:{3,})/im.test(text) || !isSlides(text, data))
    return { text, dropped: 0, notes: "" };
  let fence: string | undefined;
  let until: RegExp | undefined;
  let dropped = 0;
  const isShown = (line: string): boolean => {
    const inside = fence !== undefined;
    fence = fenceAfter(line, fence);
    if (inside || fence !== undefined) return until === undefined;
    if (until?.test(line)) {
      const wasContainer = until !== separator;
      until = undefined;
      return !wasContainer;
    }
    if (until !== undefined) return false;
    if (notes.test(line)) until = separator;
    else if (container.test(line)) until = /^:{3,}[ \t]*$/;
    if (until !== undefined) dropped += 1;
    return until === undefined;
  };
  const kept: string[] = [];
  const left: string[] = [];
  for (const line of text.split("\n")) (isShown(line) ? kept : left).push(line);
  return { text: kept.join("\n"), dropped, notes: left.join("\n") };
}
