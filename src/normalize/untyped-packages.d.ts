declare module "@joplin/turndown-plugin-gfm" {
  import type TurndownService from "turndown";

  export const strikethrough: TurndownService.Plugin;
  export const tables: TurndownService.Plugin;
  export const taskListItems: TurndownService.Plugin;
  export const gfm: TurndownService.Plugin;
}

declare module "markdown-it-emoji/lib/data/full.mjs" {
  const characters: Readonly<Record<string, string>>;
  export default characters;
}
