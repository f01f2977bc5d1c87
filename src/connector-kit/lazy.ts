import type { Connector } from "./connector.ts";

type Parts<Options> = Pick<
  Connector<Options>,
  "type" | "summary" | "options" | "requestsPerSecond" | "patterns" | "recipes"
> & {
  list(): Promise<Pick<Connector<Options>, "list">>;
  check(): Promise<Pick<Connector<Options>, "check">>;
  confirm?(): Promise<Required<Pick<Connector<Options>, "confirm">>>;
};

/**
 * A connector whose code is loaded with its first use: every verb reads the options of all connectors, and few runs
 * have sources of all of them. Each part is an `import()` of the module that exports the function of that name.
 */
export function lazyConnector<Options>({
  list,
  check,
  confirm,
  ...rest
}: Parts<Options>): Connector<Options> {
  return {
    ...rest,
    async *list(options, io) {
      yield* (await list()).list(options, io);
    },
    async check(options, io) {
      return (await check()).check(options, io);
    },
    ...(confirm && {
      async confirm(options, io, externalId) {
        return (await confirm()).confirm(options, io, externalId);
      },
    }),
  };
}
