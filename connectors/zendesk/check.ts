import { checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { classify } from "./classify.ts";
import { apiTokensEnd, type Client, createClients, loginHint, useOauth } from "./client.ts";
import { firstArticles, type HelpCenter, helpCenterPath, openCenter, whoAmI } from "./context.ts";
import type { ZendeskOptions } from "./options.ts";
import { UserSegment } from "./schema.ts";
import { partsOf } from "./structure.ts";

/** Checks what a listing needs: the login, each help center, the selection, the mapped user segments. */
export async function check(options: ZendeskOptions, io: Io): Promise<CheckResult[]> {
  const clients = createClients(options, io);
  const { results, attempt } = checklist(io.signal);
  const [first] = clients;
  if (!first) return results;
  if (options.auth.api_token) results.push(apiTokenResult);
  const me = await attempt("login", loginHint(options), () => whoAmI(first, io.signal));
  if (!me) return results;
  results.push(loginResult(me));
  const centers: HelpCenter[] = [];
  for (const client of clients) {
    const what = `help center ${client.origin}`;
    const center = await attempt(what, centerHint, () => openCenter(options, client, io.signal));
    if (!center) continue;
    const articles = await attempt(what, centerHint, () => firstArticles(center, io.signal));
    if (!articles) continue;
    centers.push(center);
    const withheld = articles.filter(
      (article) => classify(article, center.criteria).kind !== "content",
    ).length;
    const detail = `${center.criteria.structure.sections.size} sections; locale ${center.locale}; of the first ${articles.length} articles ${withheld} are withheld (drafts, user segments)`;
    results.push({ what, result: articles.length > 0 ? "ok" : "unknown", detail });
  }
  if (centers.length === clients.length) results.push(...selectionResults(options, centers));
  const segments = await attempt("user segments", segmentsHint, () => segmentsOf(clients, io.signal));
  if (segments) results.push(...segmentResults(options, segments));
  return results;
}

const centerHint =
  "Check `subdomain`, `base_url` and `brands`; the help center must be activated (Knowledge admin → Settings), and the user of `auth` an admin or agent with access to it.";
const segmentsHint =
  "User segments are seen by admins and agents: Admin Center → People → Team → Team members → Roles; an OAuth token needs the scope read.";

const apiTokenResult: CheckResult = {
  what: "auth.api_token",
  result: "unknown",
  detail: `works until 30 April 2027 at the latest: ${apiTokensEnd}`,
  hint: useOauth,
};

function loginResult({ role, name }: { role: string; name: string }): CheckResult {
  const what = "login";
  if (role === "admin") return { what, result: "ok", detail: `as ${name}, an admin, who sees every article` };
  const detail = `as ${name} (${role}), who may not see every article: what disappears from the listing is removed only after two runs`;
  return {
    what,
    result: "unknown",
    detail,
    hint: "Use an admin's token if removals should follow at once.",
  };
}

function selectionResults(options: ZendeskOptions, centers: readonly HelpCenter[]): CheckResult[] {
  const plans = centers.map(({ criteria }) => partsOf(criteria.structure, options).missing);
  return (plans[0] ?? [])
    .filter((what) => plans.every((missing) => missing.includes(what)))
    .map((what) => ({
      what,
      result: "failed",
      detail: "not visible to this user, or deleted",
      hint: "Check `categories` and `sections`: the numbers are in the addresses, /hc/en-us/sections/NUMBER-name.",
    }));
}

async function segmentsOf(
  clients: readonly Client[],
  signal: AbortSignal,
): Promise<Map<string, UserSegment>> {
  const found = new Map<string, UserSegment>();
  for (const client of clients)
    for await (const page of client.pages(
      `${helpCenterPath}/user_segments`,
      "user_segments",
      UserSegment,
      signal,
    ))
      for (const segment of page.items) found.set(segment.id, segment);
  return found;
}

function segmentResults(
  { user_segments: mapping }: ZendeskOptions,
  segments: ReadonlyMap<string, UserSegment>,
): CheckResult[] {
  const known = [...segments.values()];
  const unknown = Object.keys(mapping).filter(
    (key) => !segments.has(key) && !known.some((one) => one.built_in && one.user_type === key),
  );
  const results: CheckResult[] = unknown.map((key) => ({
    what: `user segment ${key}`,
    result: "failed",
    detail: "stated in `user_segments`, but Zendesk has no such segment",
    hint: `There are ${known.map(({ id, name }) => `${id} (${name ?? "no name"})`).join(", ") || "none"}.`,
  }));
  const unmapped = known.filter(
    ({ id, built_in, user_type }) => !(id in mapping) && !(built_in && user_type in mapping),
  );
  const names = unmapped.map(({ id, name }) => `${id} (${name ?? "no name"})`);
  const detail =
    names.length === 0
      ? "all are stated"
      : `articles for these are withheld: ${names.slice(0, 20).join(", ")}`;
  results.push({ what: "user segments", result: "ok", detail });
  return results;
}
