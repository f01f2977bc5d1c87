import { stringify } from "yaml";
import { headingsOf } from "../text/fields.ts";
import type { Passage } from "../text/passages.ts";

/** A page to draft questions for. */
export interface Draftable {
  readonly externalId: string;
  readonly title: string;
  readonly audience: "customers" | "teammates";
  readonly source: string;
  readonly passages: readonly Passage[];
}

interface Draft {
  readonly question: string;
  readonly page: string;
  readonly as?: "teammates";
  readonly source?: string;
}

/** Questions drafted of one page at most: its owner is to look at all of them. */
const MAX_DRAFTS = 4;

/**
 * A question file drafted from titles, headings and FAQ entries. Each expects the page it was drafted from, so it says
 * nothing until somebody has put it into customers' words.
 */
export function suggestedQuestions(pages: readonly Draftable[]): string {
  const seen = new Set<string>();
  const drafts = pages.flatMap((page) =>
    draftsOf(page).filter(({ question }) => {
      const isNew = !seen.has(question.toLowerCase());
      seen.add(question.toLowerCase());
      return isNew;
    }),
  );
  return `# Drafted from titles, headings and FAQ entries. Put them into your customers' own words before you rely on them:
# a question in the page's words is found by them. fin-ingest test FILE asks them.
${stringify(drafts, { lineWidth: 0 })}`;
}

function draftsOf({ externalId, title, audience, source, passages }: Draftable): Draft[] {
  const headings = headingsOf(passages);
  const asked = [...headings, ...passages.flatMap(({ text }) => text.split("\n"))]
    .map((line) => line.replace(/^\s*- /, "").trim())
    .filter((line) => /^[\p{Lu}¿][^.!?\n]{8,140}[?？]$/u.test(line));
  const told = [title, ...headings].flatMap((words) => questionOf(words) ?? []);
  return [...new Set([...asked, ...told])].slice(0, MAX_DRAFTS).map((question) => ({
    question,
    page: externalId,
    ...(audience === "teammates" ? { as: audience } : {}),
    ...(source === "" ? {} : { source }),
  }));
}

const doing =
  /^(?:add|allow|assign|build|buy|cancel|change|check|choose|close|configure|connect|contact|convert|copy|create|customi[sz]e|delete|deploy|disable|download|edit|enable|export|filter|find|fix|get|import|install|invite|link|log|make|manage|merge|migrate|move|open|organi[sz]e|pause|pay|print|publish|remove|rename|renew|report|reset|restore|run|save|schedule|search|see|send|set|share|sign|sort|start|stop|switch|sync|test|track|transfer|turn|undo|update|upgrade|upload|use|verify|view|write)\b/i;

/** "Cancel your plan" becomes "How do I cancel my plan?"; what is no instruction becomes no question. */
function questionOf(words: string): string | undefined {
  const told = words.replace(/^how to /i, "");
  if (!doing.test(told) || told.length > 120 || /[?:]/.test(told)) return undefined;
  const mine = told
    .replace(/\byour\b/gi, "my")
    .replace(/\byou\b/gi, "I")
    .replace(/[.!]$/, "");
  return `How do I ${mine.charAt(0).toLowerCase()}${mine.slice(1)}?`;
}
