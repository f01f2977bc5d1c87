import { html } from "../web/html.ts";
import { createLayout } from "../web/page.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";

/** The frame of the preview's pages, with their one small script. */
export const layout = createLayout({
  name: "fin-ingest preview",
  brand: "What Fin would read",
  logo: { colour: "#0f6b5c", lines: "M8 9h7v14H8zM19 9h5M19 14h5M19 19h5" },
  accent: { accent: ["#0b6657", "#6fd3bd"], ink: ["#fff", "#0d2a24"] },
  style,
  script,
  footer: html`<p>Keys: <kbd>j</kbd> <kbd>k</kbd> or <kbd>→</kbd> <kbd>←</kbd> next and previous, <kbd>/</kbd> filter, <kbd>1</kbd>–<kbd>4</kbd> views, <kbd>u</kbd> all documents.</p>
<p>A preview on this machine. Nothing here reaches Intercom.</p>`,
});
