import { sha256 } from "../../hash.ts";
import type { ExternalPage } from "../../intercom/types.ts";
import type { Echo, PageHistory, PageRow } from "../../ledger/ledger.ts";

/** The words of a page, as they were sent or as Intercom has them. */
interface Words {
  readonly title: string;
  readonly html: string;
  readonly url?: string | undefined;
}

/**
 * What Intercom answered in place of what it was sent; undefined where both are the same. Whether it gives html back
 * byte for byte is not documented, so this is learned with each upload.
 *
 * @param kept the address that the page had from us before: one that is not sent any more may stay, and any other
 *   that comes back for none was given by hand
 */
export function echoOf(sent: Words, answered: Words, kept: string | undefined): Echo | undefined {
  const isOurs = answered.url === sent.url || (sent.url === undefined && answered.url !== kept);
  const echo = {
    ...(answered.title === sent.title ? {} : { title: answered.title }),
    ...(isOurs ? {} : { url: answered.url ?? null }),
    ...(answered.html === sent.html ? {} : { bodyHash: sha256(answered.html) }),
  };
  return Object.keys(echo).length > 0 ? echo : undefined;
}

/** The history of a page after an upload: its echo, and when an edit by hand was put back by it. */
export function withEcho(
  history: PageHistory,
  row: PageRow | undefined,
  sent: Words,
  answer: ExternalPage,
): PageHistory {
  const { echo: before, edited, ...rest } = history;
  const echo = echoOf(sent, answer, row?.url ?? before?.url ?? undefined);
  const putBack = edited && row?.noticed === "edited by hand";
  return {
    ...rest,
    ...(echo ? { echo } : {}),
    ...(putBack ? { edited: { words: edited.words, putBackAt: answer.updatedAt } } : {}),
  };
}
