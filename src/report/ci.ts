import { proxyNote } from "../answers/answer.ts";
import type {
  CiChange,
  CiForget,
  CiMove,
  CiNotCompared,
  CiPage,
  CiPlan,
  CiQuestion,
  CiQuestions,
  CiRefused,
  CiRuleWarning,
} from "../sync/ci-plan.ts";
import { audienceText } from "./audience.ts";
import { type Widened, widened } from "./ci-gates.ts";
import { textDiff } from "./diff.ts";
import { code, fenced, htmlText, link, literal } from "./markdown-text.ts";
import { count, number } from "./numbers.ts";

export interface CiMarkdownOptions {
  /** Characters at most; GitHub takes 65,536 in a comment. Default 60,000. */
  readonly maxCharacters?: number;
  /** Lines of one document's diff or text at most. Default 80. */
  readonly maxLines?: number;
  /** Where the texts go: behind `<details>`, or nowhere, for hosts that print such marks. Default "folded". */
  readonly texts?: "folded" | "none";
}

/**
 * What a change to the docs makes Fin learn, change and forget, as Markdown for a pull request comment or a
 * job summary: always the whole lists, and the texts behind `<details>` as far as there is room.
 */
export function ciMarkdown(plan: CiPlan, options: CiMarkdownOptions = {}): string {
  const { maxCharacters = 60_000, maxLines = 80, texts = "folded" } = options;
  const room = new Room(maxCharacters, texts);
  const visible = widened(plan);
  const { moved = [], notCompared = [], refused = [] } = plan;
  const sections = [
    ...section("Refused: nothing of these sources would be sent", refused, refusedItem, room),
    ...section("Customers will now be answered from", visible, widenedItem, room),
    ...section("Rules to look at", plan.ruleWarnings ?? [], ruleItem, room),
    ...questionsSection(plan.questions, room),
    ...section("Fin will learn", plan.learn, (page) => learnItem(page, maxLines), room),
    ...section("Fin will change", plan.change, (change) => changeItem(change, maxLines), room),
    ...section("Fin will know under another id", moved, (move) => moveItem(move, maxLines), room),
    ...section("Fin will forget", plan.forget, forgetItem, room),
    ...section("Held, not uploaded", plan.held, heldItem, room),
    ...section("Could not be read", plan.failed, failedItem, room),
    ...section("Not compared", notCompared, notComparedItem, room),
  ];
  const isUnchanged = [plan.learn, plan.change, moved, plan.forget, plan.held, plan.failed, refused].every(
    (list) => list.length === 0,
  );
  const nothing = isUnchanged ? [unchangedText(notCompared)] : [];
  return `${["## What Fin learns from this change", headline(plan, visible.length), ...nothing, ...sections].filter(Boolean).join("\n\n")}\n`;
}

/** Only what was compared can be called unchanged. */
const unchangedText = (notCompared: readonly CiNotCompared[]): string =>
  notCompared.length === 0
    ? "Fin's answers stay as they are: no document changed."
    : "No document of what was compared changed; see below for what was not.";

function headline(
  { learn, change, moved = [], forget, failed, held, questions }: CiPlan,
  visible: number,
): string {
  const done = [
    learn.length > 0 ? `learn **${count(learn.length, "page")}**` : "",
    change.length > 0 ? `change **${count(change.length, "page")}**` : "",
    moved.length > 0 ? `move **${count(moved.length, "page")}**` : "",
    forget.length > 0 ? `forget **${count(forget.length, "page")}**` : "",
  ].filter(Boolean);
  const stopped =
    held.length > 0 ? ` **${count(held.length, "document")} held: a secret seems to stand there.**` : "";
  const unread = failed.length > 0 ? ` **${count(failed.length, "document")} could not be read.**` : "";
  const customers =
    visible > 0 ? ` Customers will be answered from **${count(visible, "page")}** more than now.` : "";
  const lost = questions?.lost.length ?? 0;
  const unanswered = lost > 0 ? ` **${count(lost, "question")} lost.**` : "";
  const trouble = `${customers}${unanswered}${stopped}${unread}`;
  return done.length === 0 ? trouble.trim() : `Fin will ${done.join(", ")}.${trouble}`;
}

function widenedItem({ page, isNew }: Widened): Item {
  const why = isNew ? "new page" : audienceText(page.audience);
  return { line: `- ${link(page.title, page.url)} · ${code(page.externalId)} · ${literal(why)}` };
}

/** One entry: a line that is always printed, and a text that is printed where there is room. */
interface Item {
  readonly line: string;
  readonly details?: { readonly summary: string; readonly text: string };
}

function section<T>(heading: string, entries: readonly T[], item: (entry: T) => Item, room: Room): string[] {
  if (entries.length === 0) return [];
  const title = `### ${heading}`;
  const items = entries.map(item);
  room.take(title.length);
  const lines: string[] = [];
  for (const { line } of items) if (room.take(line.length + 1)) lines.push(line);
  const unlisted = items.length - lines.length;
  const details: string[] = [];
  let dropped = 0;
  for (const { details: own } of items.slice(0, lines.length)) {
    if (!own || room.texts === "none") continue;
    const text = `<details><summary>${own.summary}</summary>\n\n${own.text}\n\n</details>`;
    if (room.take(text.length + 2)) details.push(text);
    else dropped += 1;
  }
  return [
    title,
    lines.join("\n"),
    ...(unlisted > 0 ? [`… and ${number(unlisted)} more.`] : []),
    ...details,
    ...(dropped > 0
      ? [`The texts of ${count(dropped, "further page")} are left out here: this comment is full.`]
      : []),
  ];
}

function questionsSection(questions: CiQuestions | undefined, room: Room): string[] {
  if (!questions) return [];
  const lines = [...questions.lost.map(lostLine), ...questions.found.map(foundLine)];
  const intro = questionsIntro(questions);
  room.take(intro.length);
  const [, ...items] = section("Questions", lines, (line) => ({ line }), room);
  return ["### Questions", intro, ...items];
}

/** Counts down the characters that are left; a piece that does not fit is not taken. */
class Room {
  private left: number;
  readonly texts: "folded" | "none";

  constructor(maxCharacters: number, texts: "folded" | "none") {
    this.texts = texts;
    // Left for the headline, the closing remarks and blank lines between parts.
    this.left = maxCharacters - 1_500;
  }

  take(length: number): boolean {
    if (length > this.left) return false;
    this.left -= length;
    return true;
  }
}

function learnItem(page: CiPage, maxLines: number): Item {
  const text = bounded(page.markdown, maxLines);
  return {
    line: `- ${link(page.title, page.url)} · for ${audienceText(page.audience)} · ${count(page.words, "word")}${warningsText(page)}`,
    details: { summary: `${htmlText(page.title)}: what Fin will read`, text: fenced(text, "markdown") },
  };
}

function changeItem(change: CiChange, maxLines: number): Item {
  const { before } = change;
  const renamed = before.title === change.title ? "" : ` · was ${literal(before.title)}`;
  const line = `- ${link(change.title, change.url)} · ${audienceText(change.audience)} · ${literal(change.reasons.join(", "))}${renamed}${warningsText(change)}`;
  const diff = change.diff ?? textDiff(before.markdown, change.markdown);
  if (diff === "") return { line };
  const text = fenced(bounded(diff, maxLines), "diff");
  return { line, details: { summary: `${htmlText(change.title)}: ${tally(diff)}`, text } };
}

function moveItem(move: CiMove, maxLines: number): Item {
  const { before } = move;
  const renamed = before.title === move.title ? "" : ` · was ${literal(before.title)}`;
  const line = `- ${link(move.title, move.url)} · ${code(move.from)} → ${code(move.externalId)} · ${audienceText(move.audience)}${renamed}${warningsText(move)}`;
  const diff = move.diff ?? textDiff(before.markdown, move.markdown);
  if (diff === "") return { line };
  const text = fenced(bounded(diff, maxLines), "diff");
  return { line, details: { summary: `${htmlText(move.title)}: ${tally(diff)}`, text } };
}

function notComparedItem({ source, message }: CiNotCompared): Item {
  return { line: `- ${literal(source)}: ${literal(message)}` };
}

function forgetItem(page: CiForget): Item {
  return {
    line: `- ${link(page.title, page.url)} · ${audienceText(page.audience)}${page.why ? ` · ${literal(page.why)}` : ""}`,
  };
}

function heldItem({ message, resolve }: CiPlan["held"][number]): Item {
  return { line: `- ${literal(message)}. ${literal(resolve)}` };
}

function refusedItem({ message, hint }: CiRefused): Item {
  return { line: `- **${literal(message)}** ${literal(hint)}` };
}

function ruleItem({ source, message }: CiRuleWarning): Item {
  return { line: `- ${literal(source)}: ${literal(message)}` };
}

function failedItem({ externalId, message }: CiPlan["failed"][number]): Item {
  return { line: `- ${literal(externalId)}: ${literal(message)}` };
}

function warningsText({ warnings }: CiPage): string {
  return warnings.length === 0
    ? ""
    : ` · ${count(warnings.length, "warning")}: ${literal(
        warnings
          .map(({ message }) => message)
          .join("; ")
          .slice(0, 300),
      )}`;
}

function tally(diff: string): string {
  const lines = diff.split("\n");
  const added = lines.filter((line) => line.startsWith("+")).length;
  const gone = lines.filter((line) => line.startsWith("-")).length;
  return `${count(added, "line")} added, ${count(gone, "line")} gone`;
}

const MAX_LINE_LENGTH = 500;

/** Printed into a job's log, such a line of a document would be a command to the runner. */
const withoutCommands = (line: string): string =>
  line.replace(/^(\s*):(?=:)/, "$1:\u200b").replaceAll("##[", "##\u200b[");

function bounded(text: string, maxLines: number): string {
  const lines = text.split("\n").map(withoutCommands);
  const kept = lines
    .slice(0, maxLines)
    .map((line) => (line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)} …` : line));
  const more = lines.length - kept.length;
  return more > 0 ? `${kept.join("\n")}\n… ${count(more, "more line")}` : kept.join("\n");
}

/** The same as data: `widen` lists the ids that customers will now be answered from; with the text diff of each changed page in place of its old text. */
export function ciJson(plan: CiPlan): unknown {
  return {
    ...plan,
    widen: widened(plan).map(({ page: { source, externalId }, isNew }) => ({ source, externalId, isNew })),
    change: plan.change.map(withDiff),
    moved: (plan.moved ?? []).map((move) => ({ ...withDiff(move), urlBefore: move.before.url })),
  };
}

const withDiff = <T extends CiChange | CiMove>({ before, ...page }: T) => ({
  ...page,
  titleBefore: before.title,
  diff: textDiff(before.markdown, page.markdown),
});

/** "**49 of 50 questions find their page** (50 before)", with what it is worth. */
export function questionsIntro({ questions, passed, passedBefore }: CiQuestions): string {
  const verb = questions === 1 ? "finds its page" : "find their page";
  return `**${number(passed)} of ${count(questions, "question")} ${verb}** (${number(passedBefore)} before). _${proxyNote}_`;
}

/** "lost: *How do I cancel?*, now answered by *Plans*: cancel.md is number 7, not among the first 5". */
export function lostLine({ question, why, first }: CiQuestion): string {
  const by = first ? `, now answered first by ${answering(first)}` : ", now answered by no page";
  return `- lost: *${literal(question)}*${by}${why === null ? "" : `: ${literal(why)}`}`;
}

/** "found: *How do I cancel?*, answered by *Cancel*". */
export function foundLine({ question, first }: CiQuestion): string {
  return `- found: *${literal(question)}*${first ? `, answered first by ${answering(first)}` : ""}`;
}

const answering = ({ title, url, externalId }: NonNullable<CiQuestion["first"]>): string =>
  `${link(title, url)} · ${code(externalId)}`;
