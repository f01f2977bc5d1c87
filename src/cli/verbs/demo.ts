import { once } from "node:events";
import { json } from "../../report/json.ts";
import { painter } from "../../report/terminal-text.ts";
import type { Stage } from "../demo/stage.ts";
import { type Cli, defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    serve: {
      type: "boolean",
      default: false,
      describe: "Keep the emulator running afterwards, to see it in a browser and to try things",
    },
  },
  positionals: {},
  examples: [
    ["$0 demo", "takes seconds; needs no account and leaves nothing behind"],
    ["$0 demo --serve", "and see Fin's library in a browser"],
  ],
  async run(args, cli) {
    const { terminal, signal } = cli;
    if (!args.json) await terminal.result(opening(cli));
    const { createStage } = await import("../demo/stage.ts");
    const { tellStory } = await import("../demo/story.ts");
    const stage = await createStage(cli);
    try {
      const acts = await tellStory(stage, args);
      if (args.json) await terminal.result(json({ runs: acts }));
      else await terminal.result(args.serve ? serving(stage) : ending);
      if (args.serve && !signal.aborted) await once(signal, "abort");
    } finally {
      await stage.close();
    }
    return 0;
  },
});

function opening({ terminal }: Cli): string {
  const paint = painter(terminal.colours);
  return `${paint("strong", "fin-ingest demo")}: a handbook goes into Fin, with an emulated Intercom.\n`;
}

const ending = `
That was all of it; nothing was left behind. Now with your own documents:
  fin-ingest init           writes a commented configuration
  fin-ingest demo --serve   the same again, with the library in a browser
`;

function serving({ emulator, config, folder }: Stage): string {
  return `
The emulated Intercom is at ${emulator.url}
The handbook is in ${folder}: edit it, then:
  export INTERCOM_ACCESS_TOKEN=${emulator.token} INTERCOM_BASE_URL=${emulator.url}
  fin-ingest nightly -c ${config}
Ctrl-C ends it and removes both.
`;
}
