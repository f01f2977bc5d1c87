/** Callout names of common documentation tools → the word that a reader sees. */
const kinds: ReadonlyMap<string, string> = new Map(
  Object.entries({
    note: "Note",
    notes: "Note",
    info: "Info",
    information: "Info",
    tip: "Tip",
    tips: "Tip",
    hint: "Hint",
    important: "Important",
    warning: "Warning",
    warn: "Warning",
    caution: "Caution",
    danger: "Danger",
    error: "Error",
    attention: "Attention",
    success: "Success",
    check: "Success",
    done: "Success",
    question: "Question",
    help: "Help",
    faq: "FAQ",
    example: "Example",
    quote: "Quote",
    cite: "Quote",
    abstract: "Summary",
    summary: "Summary",
    tldr: "Summary",
    bug: "Bug",
    failure: "Failure",
    fail: "Failure",
    missing: "Missing",
    todo: "To do",
    seealso: "See also",
    deprecated: "Deprecated",
    security: "Security",
    prerequisite: "Prerequisites",
    prerequisites: "Prerequisites",
    requirements: "Requirements",
    beta: "Beta",
    new: "New",
    remember: "Remember",
    default: "Note",
    secondary: "Note",
  }),
);

/** Names that state a callout without its kind. */
const generic = new Set(["callout", "admonition", "alert", "notice", "aside", "banner", "announcement"]);

/** The word for a callout name in any letter case (`TIP` → "Tip"); undefined when it does not name a callout. */
export function calloutKind(name: string): string | undefined {
  const key = name.toLowerCase();
  return kinds.get(key) ?? (generic.has(key) ? "Note" : undefined);
}

/** The introduction of a callout: "Note", or "Note: Title". Both arguments are phrasing HTML. */
export function calloutLead(kind: string, title: string): string {
  const word = title.trim();
  return word === "" || word.toLowerCase() === kind.toLowerCase() ? kind : `${kind}: ${word}`;
}
