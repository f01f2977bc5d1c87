import type { SourceConfig } from "../../config/types.ts";
import type { CheckResult } from "../../connector-kit/connector.ts";
import { toFailure } from "../../errors.ts";
import { IntercomError } from "../../intercom/errors.ts";
import type { ContentImportSource, ContentLibrary } from "../../intercom/types.ts";
import { sourcesAt } from "./import-source.ts";

const what = "writing";

/**
 * Proves that the token may write, by sending a Content Import Source of ours just as it is. Where none is there yet,
 * nothing is created only to prove it.
 */
export async function proveWriting(
  library: Pick<ContentLibrary, "rewriteSource">,
  sources: readonly Pick<SourceConfig, "url">[],
  listed: readonly ContentImportSource[],
  signal: AbortSignal,
): Promise<CheckResult> {
  const [ours] = sources.flatMap(({ url }) => sourcesAt(url, listed).ours);
  if (!ours)
    return {
      what,
      result: "unknown",
      detail: "not proved: no source is in Intercom yet that could be sent as it is",
      hint: "The first run shows it. The token's app needs the permission to read and write AI content (read_write_ai_content).",
    };
  try {
    await library.rewriteSource(ours, signal);
    return { what, result: "ok", detail: `source ${ours.id} was sent as it is, and Intercom took it` };
  } catch (error) {
    signal.throwIfAborted();
    return notProved(error);
  }
}

function notProved(error: unknown): CheckResult {
  const { message, hint } = toFailure(error);
  const isRefused = error instanceof IntercomError && (error.status === 401 || error.status === 403);
  if (isRefused) return { what, result: "failed", detail: message, hint };
  return { what, result: "unknown", detail: `not proved: ${message}`, hint };
}
