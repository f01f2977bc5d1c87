import { defaultToken, startEmulator } from "../../emulator/index.ts";
import { loadPipeline } from "../../normalize/index.ts";
import { serveUntilStopped } from "../until-stopped.ts";
import { wholeNumber } from "../values.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
  options: {
    port: {
      type: "number",
      default: 0,
      defaultDescription: "a free one",
      describe: "Port on 127.0.0.1",
      requiresArg: true,
    },
    token: {
      type: "string",
      default: defaultToken,
      describe: "The access token it accepts; not a real one",
      requiresArg: true,
    },
    rate: {
      type: "number",
      default: 1667,
      describe: "Requests it accepts in 10 seconds, as many as Intercom",
      requiresArg: true,
    },
    state: { type: "string", describe: "File that keeps its content between starts", requiresArg: true },
  },
  positionals: {},
  examples: [
    ["$0 emulator --port 8787", "then open http://127.0.0.1:8787 to see what Fin would have"],
    ["$0 emulator --port 0 --json", 'for scripts: the first line is {"url": "http://127.0.0.1:…"}'],
  ],
  async run(args, cli) {
    const emulator = await startEmulator({
      port: wholeNumber("--port", args.port, 0),
      token: args.token,
      ratePer10s: wholeNumber("--rate", args.rate, 1),
      toMarkdown: async (html) => (await loadPipeline()).toMarkdown(html),
      ...(args.state === undefined ? {} : { stateFile: args.state }),
    });
    // Who has it in the environment already is to see it all the same: it opens nothing else.
    if (emulator.token === defaultToken) cli.terminal.unmask(defaultToken);
    return serveUntilStopped(emulator, welcome(emulator.url, emulator.token), args, cli);
  },
});

function welcome(url: string, token: string): string {
  return `An Intercom to try things against, at ${url}
Open it in a browser to see what Fin would have. It ends with Ctrl-C.

In another terminal:
  export INTERCOM_ACCESS_TOKEN=${token}
and in config.yaml, in place of the region:
  intercom:
    token: \${INTERCOM_ACCESS_TOKEN}
    base_url: ${url}
`;
}
