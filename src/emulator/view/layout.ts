import { html } from "../../web/html.ts";
import { libraryStyle } from "../../web/library/style.ts";
import { createLayout } from "../../web/page.ts";

/** The frame of the emulator's pages, which run no script at all. */
export const layout = createLayout({
  name: "fin-ingest emulator",
  brand: "Fin content library",
  logo: { colour: "#1f5fd6", lines: "M9 10h14M9 16h14M9 22h8" },
  accent: { accent: ["#1f5fd6", "#8ab4ff"], ink: ["#fff", "#10203d"] },
  style: libraryStyle,
  footer: html`<p>An emulated workspace on this machine. Nothing here reaches Intercom.</p>`,
});
