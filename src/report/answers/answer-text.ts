import { type Answer, noteFor } from "../../answers/answer.ts";
import type { Hit } from "../../answers/rank/search.ts";
import { answering, type Verdict } from "../../answers/rank/verdict.ts";
import { count } from "../numbers.ts";
import { oneLine, type Paint, painter, type Tone, truncate, wrap } from "../terminal-text.ts";

interface Options {
  readonly width: number;
  readonly colours: boolean;
}

const tones: Readonly<Record<Verdict, Tone>> = { found: "good", weak: "changed", missing: "alarm" };

const means: Readonly<Record<Verdict, string>> = {
  found: "one of the first five passages says most of what is asked",
  weak: "something among the first forty has to do with it; no passage says most of it",
  missing: "no passage has enough to do with what is asked",
};

/** Lines of a passage that are shown. */
const shownLines = 3;

/** An answer for people: the verdict, the first passages and why they are there. */
export function answerText(
  { answer, hits }: { answer: Answer; hits: readonly Hit[] },
  pages: number,
  { width, colours }: Options,
): string {
  const paint = painter(colours);
  const { verdict, question, as } = answer;
  const shown = hits.slice(0, verdict === "missing" ? 1 : answering);
  const nearest = verdict === "missing" && shown.length > 0 ? ["", "The nearest there is:"] : [];
  const lines = [
    `${paint(tones[verdict], verdict)}  ${paint("strong", oneLine(question))}`,
    ...wrap(`${means[verdict]} (${count(pages, "page")}, asked as ${as})`, width).map((line) =>
      paint("quiet", line),
    ),
    ...nearest,
    ...shown.flatMap((hit, at) => ["", ...hitLines(hit, at + 1, width, paint)]),
    ...(hits.length > shown.length
      ? ["", paint("quiet", `… ${hits.length - shown.length} more; --json lists them`)]
      : []),
    "",
    ...wrap(noteFor(hits), width).map((line) => paint("quiet", line)),
  ];
  return `${lines.join("\n")}\n`;
}

function hitLines(hit: Hit, rank: number, width: number, paint: Paint): string[] {
  const { title, found, externalId, source, audience, matched, url, score, similarity } = hit;
  const place = [title, ...found.section].map(oneLine).join(" › ");
  const id = source === "" ? externalId : `${source}: ${externalId}`;
  const facts = [
    oneLine(id),
    audience,
    `score ${score.toFixed(2)}`,
    similarity === undefined ? "" : `meaning ${similarity.toFixed(2)}`,
    matched.length > 0 ? `words: ${matched.join(", ")}` : "",
  ];
  const indent = (line: string) => `   ${line}`;
  const said = wrap(oneLine(found.text), width - 3);
  const cut = said.slice(0, shownLines);
  if (said.length > shownLines) cut.push(truncate(`${cut.pop() ?? ""} …`, width - 3));
  return [
    `${String(rank).padStart(2)} ${paint("strong", truncate(place, width - 3))}`,
    ...wrap(facts.filter(Boolean).join(" · "), width - 3).map((line) => indent(paint("quiet", line))),
    ...cut.map(indent),
    ...(url === undefined ? [] : [indent(paint("quiet", oneLine(url)))]),
  ];
}
