import { exitCode } from "../../errors.ts";
import { json } from "../../report/json.ts";
import { UsageError } from "../fail.ts";
import { askedPaths, questionOptions } from "../global-options.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    as: {
      choices: ["customers", "teammates"],
      default: "customers",
      describe: "Whose question it is: only what they may be answered from is looked at",
      requiresArg: true,
    },
    ...questionOptions,
  },
  positionals: {
    question: { type: "string", demandOption: true, describe: "In the words of whoever asks" },
    paths: askedPaths,
  },
  examples: [
    ['$0 ask "How do I cancel my plan?" docs/', "could these documents answer it? A proxy of Fin, not Fin"],
    ['$0 ask "How do I cancel my plan?"', "could what stands in Intercom?"],
    ['$0 ask "Who is on call?" --as teammates --json', "for programs"],
  ],
  async run(args, cli) {
    const question = args.question.trim();
    if (question === "") throw new UsageError("ask needs a question", 'fin-ingest ask "How do I …?"');
    const { openAnswers } = await import("../answers/open.ts");
    const opened = await openAnswers(args, cli);
    try {
      const { searchFor } = await import("../answers/search.ts");
      const { answer } = await import("../../answers/answer.ts");
      const search = await searchFor(opened, [question], cli);
      const asked = answer(search, question, { as: args.as, sources: opened.sources });
      if (args.json) {
        await cli.terminal.result(json(asked.answer));
      } else {
        const { answerText } = await import("../../report/answers/answer-text.ts");
        const { width, readingWidth, colours } = cli.terminal;
        await cli.terminal.result(
          answerText(asked, opened.index.count(), { width: Math.min(width, readingWidth), colours }),
        );
      }
    } finally {
      opened.close();
    }
    return exitCode.ok;
  },
});
