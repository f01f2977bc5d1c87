import type { MarkdownIt, StateCore } from "markdown-it";

/** Steps of markdown-it that look at every letter of a text, only where they can find something. */
export function skipIdleSteps({ core }: MarkdownIt): void {
  const { ruler } = core;
  const ruleOf = (name: string) => {
    const rule = ruler.__rules__.find((one) => one.name === name);
    if (rule === undefined) throw new Error(`markdown-it has no step "${name}"`);
    return rule.fn;
  };
  const normalize = ruleOf("normalize");
  ruler.at("normalize", (state) => {
    if (state.src.includes("\r") || state.src.includes("\0")) normalize(state);
  });
  const linkify = ruleOf("linkify");
  ruler.at("linkify", (state) => {
    const tokens = state.tokens.filter(mayHoldAddress);
    if (tokens.length === 0) return;
    const { tokens: all } = state;
    state.tokens = tokens;
    linkify(state);
    state.tokens = all;
  });
}

/** An address has a scheme with slashes, or an at sign; it is looked for in texts, which the targets of links are not. */
function mayHoldAddress({ type, content: source, children }: StateCore["tokens"][number]): boolean {
  if (type !== "inline" || children === null || !hasMark(source)) return false;
  for (const { type: kind, content } of children) if (kind === "text" && hasMark(content)) return true;
  return false;
}

const hasMark = (text: string) => text.includes("//") || text.includes("@");
