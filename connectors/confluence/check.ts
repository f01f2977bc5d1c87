import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { toFailure } from "../../src/errors.ts";
import { createApi } from "./api.ts";
import { loginHint } from "./client.ts";
import { firstOf } from "./confirm.ts";
import { type ConfluenceOptions, editionOf } from "./options.ts";
import type { ConfluenceApi, Content, Space } from "./types.ts";

/** Looks at what a listing needs: who asks, each space, restrictions, a body. */
export async function check(options: ConfluenceOptions, io: Io): Promise<CheckResult[]> {
  const { system } = createApi(options, io);
  const results: CheckResult[] = [];
  const fail = (what: string, error: unknown, hint: string) => {
    io.signal.throwIfAborted();
    const failure = toFailure(error);
    results.push({ what, result: "failed", detail: failure.message, hint: failure.hint ?? hint });
  };
  try {
    const name = await system.whoAmI(io.signal);
    results.push({ what: "login", result: "ok", detail: `${editionOf(options)}, as ${name}` });
  } catch (error) {
    fail("login", error, loginHint(options));
    return results;
  }
  let spaces: Space[];
  try {
    spaces = await system.spaces(options.spaces, io.signal);
  } catch (error) {
    fail("spaces", error, spaceHint(options));
    return results;
  }
  let sample: Content | undefined;
  for (const key of options.spaces) {
    const space = spaces.find((one) => one.key === key);
    const { result, content } = await lookAt(options, system, key, space, io);
    results.push(result);
    sample ??= content;
  }
  if (sample !== undefined) results.push(...(await lookInto(sample, system, io)));
  return results;
}

async function lookAt(
  options: ConfluenceOptions,
  system: ConfluenceApi,
  key: string,
  space: Space | undefined,
  io: Io,
): Promise<{ result: CheckResult; content?: Content }> {
  const what = `space ${key}`;
  const hint = spaceHint(options);
  if (space === undefined)
    return { result: { what, result: "failed", detail: "not visible to this account, or not there", hint } };
  if (space.archived && !options.include_archived) {
    const detail = "archived: its pages are withheld";
    return { result: { what, result: "unknown", detail, hint: "Set include_archived: true to use them." } };
  }
  try {
    const [content] = await firstOf(system.contents(space, "page", "current", io.signal));
    if (content === undefined) return { result: { what, result: "unknown", detail: "holds no page yet" } };
    return { result: { what, result: "ok", detail: "its pages can be listed" }, content };
  } catch (error) {
    io.signal.throwIfAborted();
    return { result: { what, result: "failed", detail: toFailure(error).message, hint } };
  }
}

const restrictionHint =
  "A token with scopes needs read:content-details:confluence and search:confluence. Without restrictions every page counts as restricted (restricted_pages: include states otherwise).";

async function lookInto(content: Content, system: ConfluenceApi, io: Io): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  try {
    const readers = (await system.details([content], io.signal)).get(content.id)?.readers;
    results.push(
      readers === undefined || readers.kind === "unknown"
        ? {
            what: "restrictions",
            result: "failed",
            detail: `cannot be read (${readers?.why ?? "not answered"})`,
            hint: restrictionHint,
          }
        : { what: "restrictions", result: "ok", detail: "labels and restrictions can be read" },
    );
  } catch (error) {
    io.signal.throwIfAborted();
    results.push({
      what: "restrictions",
      result: "failed",
      detail: toFailure(error).message,
      hint: restrictionHint,
    });
  }
  try {
    const { rendered } = await system.body(content, io.signal);
    const detail = rendered === undefined ? "read in storage format" : "read as rendered";
    results.push({ what: "bodies", result: "ok", detail });
  } catch (error) {
    io.signal.throwIfAborted();
    const hint = "A token with scopes needs read:page:confluence.";
    results.push({ what: "bodies", result: "failed", detail: toFailure(error).message, hint });
  }
  return results;
}

const spaceHint = (options: ConfluenceOptions): string =>
  editionOf(options) === "cloud"
    ? "Check the key in `spaces`; then give the account View: Space settings → Space permissions (or Users → Add), on the site of base_url. A token with scopes needs read:space:confluence and read:page:confluence."
    : "Check the key in `spaces`; then give the account View: Space tools → Permissions.";
