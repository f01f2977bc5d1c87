import { answer } from "../../answers/answer.ts";
import { searcher } from "../../answers/rank/search.ts";
import { answerText } from "../../report/answers/answer-text.ts";
import type { TextOptions } from "../../report/blocks.ts";
import { count } from "../../report/numbers.ts";
import { openAnswers } from "../answers/open.ts";
import type { GlobalArguments } from "../global-options.ts";
import type { Stage } from "./stage.ts";
import type { DemoRun, Narrator } from "./story.ts";

const question = "Is there a discount for charities?";
const edited = "billing/plans-and-prices.md";
const lastSentence = "The smallest amount is 20 €.";
const added = `

## Discounts

Registered charities get a discount of 30 % on every plan. Send us the certificate of registration.`;

/** A question that the handbook cannot answer, an edit, and the answer. */
export async function tellQuestion(
  stage: Stage,
  args: GlobalArguments,
  narrator: Narrator,
  text: TextOptions,
  run: () => Promise<DemoRun>,
): Promise<void> {
  await narrator.headline("fin-ingest ask: could Fin answer this?");
  await narrator.show(`${await asked(stage, args, text)}\n`);
  await stage.edit(edited, [[lastSentence, `${lastSentence}${added}`]]);
  const { writes } = await run();
  await narrator.say(
    `No page says it, so somebody adds a section to ${edited}. The next run sends it (${count(writes, "write")}), and the question is asked again:`,
  );
  await narrator.show(`\n${await asked(stage, args, text)}`);
}

/** What `ask` prints, without the pages after the first. */
async function asked(stage: Stage, args: GlobalArguments, text: TextOptions): Promise<string> {
  const from = { ...args, config: stage.config, paths: [], reindex: false };
  const { index, sources, close } = await openAnswers(from, stage.cli);
  try {
    const found = answer(searcher(index.db), question, { as: "customers", sources });
    return answerText({ ...found, hits: found.hits.slice(0, 1) }, index.count(), text);
  } finally {
    close();
  }
}
