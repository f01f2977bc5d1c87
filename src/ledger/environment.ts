import { exitCode, FinIngestError } from "../errors.ts";
import { sha256 } from "../hash.ts";
import type { Ledger } from "./ledger.ts";

/** Whose ledger it is. */
export interface LedgerUser {
  /** `--env`; absent: a run without it. */
  readonly environment?: string | undefined;
  /** The token tells workspaces apart; absent: the run does not ask Intercom. */
  readonly intercom?: { readonly token: string } | undefined;
}

/** Whose facts the ledger keeps beside those of the sources; their keys are not those of any connector. */
export const programName = "(program)";

const environmentKey = "environment";
const tokenKey = "token";

/**
 * Sees to it that a ledger serves one environment: the pages of another are in another workspace, and a run with the
 * wrong ledger would take them for its own. What runs without `--env` wrote may be taken over by an environment with the
 * same token.
 *
 * @param place of the ledger, for people
 * @param records whether the run may write
 * @throws FinIngestError (usage) where the ledger belongs to another environment
 */
export function claimForEnvironment(
  ledger: Pick<Ledger, "connectorCache">,
  { environment = "", intercom }: LedgerUser,
  { place, records }: { readonly place: string; readonly records: boolean },
): void {
  const cache = ledger.connectorCache(programName);
  const owner = cache.get(environmentKey);
  const mark = intercom && sha256(intercom.token).slice(0, 16);
  const isTakenOver = owner === "" && (mark === undefined || cache.get(tokenKey) === mark);
  if (owner !== undefined && owner !== environment && !isTakenOver)
    throw belongsElsewhere(place, owner, environment);
  if (!records) return;
  if (owner !== environment) cache.set(environmentKey, environment);
  if (mark !== undefined && cache.get(tokenKey) !== mark) cache.set(tokenKey, mark);
}

function belongsElsewhere(place: string, owner: string, name: string): FinIngestError {
  const whose = owner === "" ? "runs without --env" : `the environment ${owner}`;
  const own = `Give the environment a state of its own: \`environments: {${name}: {state: .fin-ingest-${name}}}\`.`;
  return new FinIngestError(
    `the ledger in ${place} belongs to ${whose}, and this run is ${name === "" ? "without --env" : `for ${name}`}`,
    {
      exitCode: exitCode.usage,
      hint:
        name === ""
          ? `Run it with --env ${owner}, or give runs without --env a \`state:\` of their own.`
          : own,
    },
  );
}
