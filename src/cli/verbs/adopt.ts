import type { Adoption } from "../../../pipelines/adopt.ts";
import { exitCode } from "../../errors.ts";
import type { PageRow } from "../../ledger/ledger.ts";
import { adoptionText } from "../../report/adoption.ts";
import { json } from "../../report/json.ts";
import { runOptions } from "../global-options.ts";
import { withRun } from "../run-context.ts";
import { defineVerb, runExits } from "../verb.ts";

export const verb = defineVerb({
  options: {
    "dry-run": {
      ...runOptions["dry-run"],
      describe: "Show which pages are which documents and change nothing",
    },
  },
  positionals: {},
  examples: [
    ["$0 adopt --dry-run", "which pages in Intercom are documents of these sources"],
    ["$0 adopt --source handbook", "take them over; what is ambiguous is named and left"],
  ],
  exits: { 3: "Something could not be listed whole, so that not every page was compared.", 5: runExits[5] },
  run: (args, cli) =>
    withRun(args, cli, args["dry-run"] ? { asksIntercom: true } : { lock: "adopt" }, async (run) => {
      const { adopt } = await import("../../../pipelines/adopt.ts");
      const adoptions = await adopt(run, { dryRun: args["dry-run"] });
      const { width, colours } = cli.terminal;
      const text = () => adoptions.map((one) => adoptionText(one, { width, colours })).join("\n");
      const next = args["dry-run"]
        ? "Nothing was changed. Take them over with: fin-ingest adopt"
        : "The next nightly run sends these documents, and hides the pages that they replace once theirs are there.";
      const dryRun = args["dry-run"];
      await cli.terminal.result(
        args.json ? json({ dryRun, sources: adoptions.map(asJson) }) : `${text()}\n${next}\n`,
      );
      return adoptions.some(({ incomplete }) => incomplete !== undefined) ? exitCode.partial : exitCode.ok;
    }),
});

function asJson({ source, sourceId, matches, ambiguous, left, incomplete }: Adoption) {
  return {
    name: source,
    sourceId,
    matches: matches.map(({ page, document, by }) => ({ ...named(page), document, by })),
    ambiguous: ambiguous.map(({ page, by, documents, pages }) => ({ ...named(page), by, documents, pages })),
    left: left.map(named),
    incomplete: incomplete ?? null,
  };
}

const named = ({ externalId, intercomId, title, url }: PageRow) => ({
  externalId,
  intercomId: intercomId ?? null,
  title,
  url: url ?? null,
});
