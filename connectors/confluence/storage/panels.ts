/** Kinds that the Cloud's editor gives to panels, as the normaliser names callouts. */
const KINDS = new Set(["info", "note", "tip", "success", "warning", "error"]);

/** Of custom panels: an emoji or its short name. */
const KINDS_BY_ICON: readonly (readonly [RegExp, string])[] = [
  [/[\u{1F4A1}\u{1F31F}\u{2728}]|bulb|sparkle/u, "tip"],
  [/[\u{2705}\u{2714}\u{1F44D}]|check_?mark|thumbsup|success/u, "success"],
  [/[\u{26A0}\u{1F6A7}]|warning|construction/u, "warning"],
  [
    /[\u{1F6A8}\u{2757}\u{203C}\u{26D4}\u{1F6D1}\u{274C}\u{1F6AB}]|rotating_light|exclamation|no_entry|cross_mark|stop|error/u,
    "error",
  ],
  [/[\u{2139}]|\binfo/u, "info"],
  [/[\u{1F4CC}\u{1F4DD}]|pushpin|memo|note/u, "note"],
];

/** The editor's own backgrounds, https://atlassian.design/foundations/color */
const KINDS_BY_COLOUR: Readonly<Record<string, string>> = {
  deebff: "info",
  eae6ff: "note",
  e3fcef: "success",
  fffae6: "warning",
  ffebe6: "error",
};

/** What tells which kind a panel is; each may be empty. */
export interface PanelSigns {
  readonly type?: string;
  readonly icon?: string;
  readonly colour?: string;
}

/** A panel's kind by its type, else by its icon, else by its colour; undefined where none of them says one. */
export function panelKind({ type = "", icon = "", colour = "" }: PanelSigns): string | undefined {
  if (KINDS.has(type)) return type;
  const byIcon = KINDS_BY_ICON.find(([pattern]) => pattern.test(icon.toLowerCase()))?.[1];
  return byIcon ?? KINDS_BY_COLOUR[hexOf(colour)];
}

/** `#EAE6FF`, `rgb(234, 230, 255)` → `eae6ff`. */
function hexOf(colour: string): string {
  const parts = /^\s*rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)/i.exec(colour)?.slice(1, 4);
  if (!parts) return colour.trim().replace(/^#/, "").toLowerCase();
  return parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("");
}
