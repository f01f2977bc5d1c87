import type { z } from "zod";
import type { Io } from "../../src/connector-kit/io.ts";
import type { Items } from "../../src/connector-kit/items.ts";
import { isAboutOneObject } from "../../src/connector-kit/one-object.ts";
import { firstOf } from "../../src/connector-kit/paginate.ts";
import { FinIngestError, toFailure } from "../../src/errors.ts";
import type { Criteria } from "./classify.ts";
import { type Client, createClients } from "./client.ts";
import type { ZendeskOptions } from "./options.ts";
import { Article, Category, Locales, Me, Section, UserSegment } from "./schema.ts";
import type { Structure } from "./structure.ts";

export const helpCenterPath = "/api/v2/help_center";

/** One brand's help center, with what the classification of its articles depends on. */
export interface HelpCenter {
  readonly client: Client;
  /** Lower case; as Zendesk takes it in paths. */
  readonly locale: string;
  readonly criteria: Criteria;
  /** Sections, categories and user segments that could not be read. */
  readonly odd: readonly { readonly part: string; readonly reason: string }[];
}

/** A help center that refused. */
export interface RefusedCenter {
  readonly origin: string;
  readonly reason: string;
}

/** What a listing starts from. */
export interface Context {
  readonly centers: readonly HelpCenter[];
  readonly refused: readonly RefusedCenter[];
  /** `unknown`: the token may not ask who it belongs to. */
  readonly role: string;
}

/**
 * Opens each help center. One of several may refuse; a single one that refuses is an error.
 * @throws FinIngestError, or the signal's reason when it fires
 */
export async function openContext(options: ZendeskOptions, io: Io): Promise<Context> {
  io.signal.throwIfAborted();
  const clients = createClients(options, io);
  const [first] = clients;
  const role = first ? (await whoAmI(first, io.signal)).role : "unknown";
  const centers: HelpCenter[] = [];
  const refused: RefusedCenter[] = [];
  for (const client of clients) {
    try {
      centers.push(await openCenter(options, client, io.signal));
    } catch (error) {
      if (clients.length === 1 || !isAboutOneObject(error)) throw error;
      refused.push({ origin: client.origin, reason: error.message });
    }
  }
  return { centers, refused, role };
}

/** The credentials are nobody's who sees every article. */
class NobodyError extends FinIngestError {
  override readonly name = "NobodyError";
}

/**
 * The account of the credentials. Without one the API answers what everybody sees, which would be a short listing.
 * @throws FinIngestError for end users and for nobody
 */
export async function whoAmI(client: Client, signal: AbortSignal): Promise<{ role: string; name: string }> {
  try {
    const { user } = await client.ask("/api/v2/users/me", Me, signal);
    const role = user.role ?? "end-user";
    if (user.id !== null && role !== "end-user") return { role, name: user.name ?? String(user.id) };
    const who = user.id === null ? "nobody" : "an end user";
    throw new NobodyError(
      `The credentials belong to ${who}, who does not see every article nor who may read it`,
      {
        hint: "Give `auth` the credentials of an admin or agent: an OAuth client (Admin Center → Apps and integrations → APIs) acts for the user who made it.",
      },
    );
  } catch (error) {
    if (error instanceof NobodyError || !isAboutOneObject(error)) throw error;
    return { role: "unknown", name: "a user whose name the token may not ask for" };
  }
}

export async function openCenter(
  options: ZendeskOptions,
  client: Client,
  signal: AbortSignal,
): Promise<HelpCenter> {
  const locale = await localeOf(options, client, signal);
  const odd: HelpCenter["odd"][number][] = [];
  const all = <T extends { readonly id: string }>(key: string, item: z.ZodType<T>) =>
    byId(key, client.pages(`${helpCenterPath}/${key}`, key, item, signal), odd);
  const structure: Structure = {
    categories: await all("categories", Category),
    sections: await all("sections", Section),
  };
  const wantsTypes = Object.keys(options.user_segments).some((key) => !/^\d+$/.test(key));
  const segments: ReadonlyMap<string, UserSegment> = wantsTypes
    ? await all("user_segments", UserSegment)
    : new Map();
  return { client, locale, criteria: { options, locale, structure, segments }, odd };
}

async function localeOf(options: ZendeskOptions, client: Client, signal: AbortSignal): Promise<string> {
  const answer = await client.ask(`${helpCenterPath}/locales`, Locales, signal);
  const { help_center_locale: wanted } = options;
  if (wanted === undefined) return answer.default_locale.toLowerCase();
  const enabled = answer.locales.map((locale) => locale.toLowerCase());
  if (enabled.includes(wanted)) return wanted;
  throw new FinIngestError(`The help center ${client.origin} has no locale ${wanted}`, {
    hint: `Check \`help_center_locale\`. Enabled are ${enabled.join(", ")}.`,
  });
}

/** What can be read of a list; where nothing of it can, it throws: without the sections no article has a path. */
async function byId<T extends { readonly id: string }>(
  part: string,
  pages: AsyncIterable<Items<T>>,
  unread: { part: string; reason: string }[],
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  try {
    for await (const { items, odd } of pages) {
      for (const item of items) found.set(item.id, item);
      for (const { id, reason } of odd)
        unread.push({ part: id === undefined ? part : `${part} ${id}`, reason });
    }
  } catch (error) {
    if (found.size === 0 || !isAboutOneObject(error)) throw error;
    unread.push({ part, reason: toFailure(error).message });
  }
  return found;
}

/** The first page of a help center's articles: proves that the API answers with these credentials. */
export async function firstArticles(
  { client, locale }: HelpCenter,
  signal: AbortSignal,
): Promise<readonly Article[]> {
  const path = `${helpCenterPath}/${locale}/articles`;
  return (await firstOf(client.pages(path, "articles", Article, signal)))?.items ?? [];
}
