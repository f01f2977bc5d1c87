import { isIP } from "node:net";
import type { SourceConfig } from "../../config/types.ts";
import type { CheckResult } from "../../connector-kit/connector.ts";
import { localName } from "../../http/lookup.ts";
import { bareHost } from "../../http/url.ts";
import { salesAgentRequests } from "../../intercom/availability.ts";
import { sourceKey } from "../../intercom/sources.ts";
import type { ContentImportSource } from "../../intercom/types.ts";

type Configured = Pick<SourceConfig, "name" | "url" | "audienceIds" | "salesAgent">;

/** The Content Import Sources with a source's URL: those made through the API may be ours, the others never are. */
export function sourcesAt(
  url: string,
  listed: readonly ContentImportSource[],
): { readonly ours: readonly ContentImportSource[]; readonly others: readonly ContentImportSource[] } {
  const there = listed.filter((source) => sourceKey(source.url) === sourceKey(url));
  const isOurs = ({ syncBehavior }: ContentImportSource) => syncBehavior === "api";
  return { ours: there.filter(isOurs), others: there.filter((source) => !isOurs(source)) };
}

/** What Intercom's listing says of one configured source; what it does not prove is "unknown", not "ok". */
export function importSourceResults(
  source: Configured,
  listed: readonly ContentImportSource[],
  version: string,
): CheckResult[] {
  const { ours, others } = sourcesAt(source.url, listed);
  const what = `source ${source.name}`;
  return [
    whereItIs(what, source.url, ours),
    ...others.map((other) => madeElsewhere(what, other)),
    ...audiences(what, source, ours[0]),
    ...privateHost(what, source.url),
    ...salesAgent(what, source, version),
  ];
}

function whereItIs(what: string, url: string, ours: readonly ContentImportSource[]): CheckResult {
  const [first, ...more] = ours;
  if (!first) return { what, result: "ok", detail: `not there yet; the first run creates it for ${url}` };
  if (more.length === 0) return { what, result: "ok", detail: `${first.id}, ${url}` };
  const ids = ours.map(({ id }) => id).join(" and ");
  return {
    what,
    result: "failed",
    detail: `Intercom has ${ours.length} Content Import Sources for ${url}: ${ids}`,
    hint: "Which one is meant cannot be known. Delete the one without your pages in Intercom (deleting a source deletes its pages).",
  };
}

const madeElsewhere = (what: string, { id, url, syncBehavior }: ContentImportSource): CheckResult => ({
  what,
  result: "unknown",
  detail: `${id}, ${url} was not made through the API (sync_behavior ${syncBehavior}); it is not used for this source`,
  hint: "Intercom fills it by itself, so the same documents may stand in Fin twice: look at it in Intercom.",
});

/** Intercom refuses an audience that it does not know only when a source is given it. */
function audiences(
  what: string,
  { audienceIds }: Configured,
  ours: ContentImportSource | undefined,
): CheckResult[] {
  if (!audienceIds || audienceIds.length === 0) return [];
  const known = new Set(ours?.audienceIds ?? []);
  const unproved = audienceIds.filter((id) => !known.has(id));
  if (unproved.length === 0)
    return [{ what, result: "ok", detail: `audience_ids ${audienceIds.join(", ")}: as in Intercom` }];
  return [
    {
      what,
      result: "unknown",
      detail: `audience_ids ${unproved.join(", ")}: not proved to exist in this workspace`,
      hint: "The next run sets them, and fails where Intercom does not know one. Compare them with Fin's audiences in Intercom.",
    },
  ];
}

/** @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ai-content (2.17) */
function privateHost(what: string, url: string): CheckResult[] {
  if (!hasPrivateHost(url)) return [];
  return [
    {
      what,
      result: "unknown",
      detail: `${url} is not on a public domain: Intercom's API refuses such a source from version 2.17 on`,
      hint: "Give the source a url on a public domain of yours before its first run. It names the source and is never fetched; a source whose url changes starts anew.",
    },
  ];
}

function salesAgent(what: string, { salesAgent }: Configured, version: string): CheckResult[] {
  if (salesAgent === undefined || salesAgentRequests(version) !== "none") return [];
  return [
    {
      what,
      result: "unknown",
      detail: `sales_agent: ${salesAgent} cannot be sent with API version ${version}; audits name the pages that differ`,
      hint: "Set intercom.version to Preview or 2.17 or later, or switch the pages in Intercom.",
    },
  ];
}

/** Top-level domains that are reserved for tests and documentation: https://www.rfc-editor.org/rfc/rfc2606 */
const reserved = /\.(?:test|invalid|example)$/;

/**
 * Whether a URL's host is not a public domain: an address, a name without a dot, or one under a domain that is not on
 * the internet. Names are not looked up: a public one may be answered differently inside a company.
 */
export function hasPrivateHost(url: string): boolean {
  const host = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
  return isIP(bareHost(host)) !== 0 || localName.test(host) || reserved.test(host);
}
