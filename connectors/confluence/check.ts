import { type Checklist, checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import type { ConfluenceApi } from "./api.ts";
import { loginHint } from "./client.ts";
import { createApi } from "./context.ts";
import { type ConfluenceOptions, editionOf } from "./options.ts";
import type { Content, Space } from "./types.ts";

/** Checks what a listing needs: the login, each space, restrictions, a body. */
export async function check(options: ConfluenceOptions, io: Io): Promise<CheckResult[]> {
  const api = createApi(options, io);
  const checks = checklist(io.signal);
  const name = await checks.attempt("login", loginHint(options), () => api.whoAmI(io.signal));
  if (name === undefined) return checks.results;
  checks.ok("login", `${editionOf(options)}, as ${name}`);
  const spaces = await checks.attempt("spaces", spaceHint(options), () =>
    api.spaces(options.spaces, io.signal),
  );
  let sample: Content | undefined;
  for (const key of spaces ? options.spaces : []) {
    const space = spaces?.find((one) => one.key === key);
    const first = await checkSpace(checks, { options, api, signal: io.signal }, key, space);
    sample ??= first;
  }
  if (sample !== undefined) {
    await checkRestrictions(checks, sample, api, io);
    await checkBody(checks, sample, api, io);
  }
  return checks.results;
}

/** Adds a space's result; returns its first page. */
async function checkSpace(
  { results, attempt, ok }: Checklist,
  { options, api, signal }: { options: ConfluenceOptions; api: ConfluenceApi; signal: AbortSignal },
  key: string,
  space: Space | undefined,
): Promise<Content | undefined> {
  const what = `space ${key}`;
  const hint = spaceHint(options);
  if (space === undefined) {
    results.push({ what, result: "failed", detail: "not visible to this account, or does not exist", hint });
    return undefined;
  }
  if (space.archived && !options.include_archived) {
    const detail = "archived: its pages are withheld";
    results.push({ what, result: "unknown", detail, hint: "Set include_archived: true to use them." });
    return undefined;
  }
  return attempt(what, hint, async () => {
    const content = (await firstOf(api.contents(space, "page", "current", signal)))?.contents[0];
    if (content === undefined) results.push({ what, result: "unknown", detail: "has no page yet" });
    else ok(what, "its pages can be listed");
    return content;
  });
}

const restrictionHint =
  "A token with scopes needs read:content-details:confluence and search:confluence. Without restrictions every page counts as restricted (restricted_pages: include states otherwise).";

async function checkRestrictions(
  { results, attempt, ok }: Checklist,
  content: Content,
  api: ConfluenceApi,
  { signal }: Io,
): Promise<void> {
  const what = "restrictions";
  await attempt(what, restrictionHint, async () => {
    const readers = (await api.details([content], signal)).get(content.id)?.readers;
    if (readers !== undefined && readers.kind !== "unknown")
      return ok(what, "labels and restrictions can be read");
    const detail = `cannot be read (${readers?.reason ?? "not answered"})`;
    results.push({ what, result: "failed", detail, hint: restrictionHint });
  });
}

async function checkBody(
  { attempt, ok }: Checklist,
  content: Content,
  api: ConfluenceApi,
  { signal }: Io,
): Promise<void> {
  await attempt("bodies", "A token with scopes needs read:page:confluence.", async () => {
    const { rendered } = await api.body(content, signal);
    ok("bodies", rendered === undefined ? "read in storage format" : "read as rendered");
  });
}

const spaceHint = (options: ConfluenceOptions): string =>
  editionOf(options) === "cloud"
    ? "Check the key in `spaces`; then give the account View: Space settings → Space permissions (or Users → Add), on the site of base_url. A token with scopes needs read:space:confluence and read:page:confluence."
    : "Check the key in `spaces`; then give the account View: Space tools → Permissions.";
