import { type Checklist, checklist } from "../../src/connector-kit/checklist.ts";
import type { CheckResult } from "../../src/connector-kit/connector.ts";
import type { Io } from "../../src/connector-kit/io.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import type { Criteria } from "./classify.ts";
import { type Client, createClient, loginHint, permissionHint } from "./client.ts";
import { openContext } from "./context.ts";
import { articles, type Family, internalArticles } from "./families.ts";
import { type IntercomOptions, unstated } from "./options.ts";
import { Article, HelpCenters, Me } from "./schema.ts";

/** Checks the login, the help centers, the selection, and the first page of each kind of articles. */
export async function check(options: IntercomOptions, io: Io): Promise<CheckResult[]> {
  const checks = checklist(io.signal);
  const { attempt, ok, results } = checks;
  const client = createClient(options, io);
  const me = await attempt("login", loginHint, () => client.ask("/me", Me, io.signal));
  if (me === undefined) return results;
  const { name, region } = me.app ?? {};
  ok(
    "login",
    `workspace "${name ?? "without a name"}"${region ? ` in ${region}` : ""}, as ${me.name ?? me.email ?? "an app"}`,
  );
  if (options.articles) await checkHelpCenters(checks, options, client, io);
  const context = await attempt("collections", permissionHint, () => openContext(options, client, io));
  if (context === undefined) return results;
  const { criteria } = context;
  const missing = (options.collections ?? []).filter((id) => !criteria.collections.has(id));
  for (const id of missing)
    results.push({
      what: `collection ${id}`,
      result: "failed",
      detail: "there is none of this number",
      hint: "Check `collections`: the number is in the collection's address.",
    });
  if (options.articles) await checkFamily(checks, articles, { client, criteria, io });
  if (options.articles) await checkAudiences(checks, options, client, io);
  if (options.internal_articles) await checkFamily(checks, internalArticles, { client, criteria, io });
  return results;
}

async function checkHelpCenters(
  { attempt, ok, results }: Checklist,
  { help_centers: wanted }: IntercomOptions,
  client: Client,
  io: Io,
): Promise<void> {
  await attempt("help centers", permissionHint, async () => {
    const { data } = await client.ask("/help_center/help_centers", HelpCenters, io.signal);
    const names = data.map(
      ({ id, display_name, website_turned_on }) =>
        `${id} (${display_name ?? "no name"}${website_turned_on === false ? ", switched off" : ""})`,
    );
    ok("help centers", names.join(", ") || "none");
    for (const id of (wanted ?? []).filter((one) => !data.some((center) => center.id === one)))
      results.push({
        what: `help center ${id}`,
        result: "failed",
        detail: "there is none of this number",
        hint: `Check \`help_centers\`. There are ${names.join(", ") || "none"}.`,
      });
  });
}

interface Sample {
  readonly client: Client;
  readonly criteria: Criteria;
  readonly io: Io;
}

async function checkFamily<T extends { readonly id: string }>(
  { attempt, results }: Checklist,
  family: Family<T>,
  { client, criteria, io }: Sample,
): Promise<void> {
  await attempt(family.name, permissionHint, async () => {
    const items = (await firstOf(client.pages(family.path, family.schema, io.signal)))?.items ?? [];
    const kinds = items.map((item) => family.classify(item, criteria).kind);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    const detail = `of the first ${items.length} ${count("content")} are content, ${count("unpublished")} are withheld (drafts, audiences), of ${count("unreadable")} Intercom says too little`;
    results.push({ what: family.name, result: count("content") > 0 ? "ok" : "unknown", detail });
  });
}

/** Names the audiences of which the options say nothing. */
async function checkAudiences(
  { attempt, results }: Checklist,
  { audiences, version }: IntercomOptions,
  client: Client,
  io: Io,
): Promise<void> {
  await attempt("audiences", permissionHint, async () => {
    const items = (await firstOf(client.pages("/articles", Article, io.signal)))?.items ?? [];
    const named = items.flatMap(({ help_center_audience: shown, audience_ids }) => [
      shown ?? unstated,
      ...(audience_ids ?? []),
    ]);
    const unmapped = [...new Set(named)].filter(
      (one) => one !== "everyone" && !Object.hasOwn(audiences, one),
    );
    const detail =
      unmapped.length === 0
        ? "all are stated"
        : `\`audiences\` says nothing of ${unmapped.join(", ")}${unmapped.includes(unstated) ? ` (API version ${version})` : ""}`;
    results.push({ what: "audiences", result: unmapped.includes(unstated) ? "unknown" : "ok", detail });
  });
}
