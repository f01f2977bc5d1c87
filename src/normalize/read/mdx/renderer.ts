import type { Document } from "../../document.ts";
import type { Rendered } from "../converted.ts";

type Render = (text: string, document: Document) => Rendered;

let provided: Render | undefined;

/** Gives the renderer of MDX to whoever asks for it. */
export function provideMdx(render: Render): void {
  provided = render;
}

/** Loads the renderer of MDX, which takes longer than everything else of the normaliser together. */
export async function loadMdx(): Promise<void> {
  if (provided === undefined) provideMdx((await import("./index.ts")).renderMdx);
}

/** As `renderMdx` of mdx.ts, which must be loaded. */
export const renderMdx: Render = (text, document) => {
  if (provided === undefined) throw new Error("the renderer of MDX is not loaded");
  return provided(text, document);
};
