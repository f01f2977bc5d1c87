import path from "node:path";
import type { Io } from "../../src/connector-kit/io.ts";
import { FinIngestError } from "../../src/errors.ts";
import { parseUrl } from "../../src/http/url.ts";
import type { DocsRepoOptions } from "./options.ts";

/** A remote: its address, and git settings that carry the token, which is never an argument. */
export interface Remote {
  readonly address: string;
  /** The address for messages, without credentials. */
  readonly displayed: string;
  readonly config: Readonly<Record<string, string>>;
  /** Without encryption: a host in one's own network. */
  readonly isPlainHttp: boolean;
}

export type Credentials = Pick<DocsRepoOptions, "token" | "username">;

const withScheme = /^([a-z][a-z0-9+.-]*):\/\//i;
/** `git@host:path`: the host ends at the first colon, before any slash. */
const scpLike = /^(?:([^/@:]+)@)?(\[[^\]]*\]|[^/@:]+):(?!\/\/)(.*)$/s;

/** How git reaches an address: by URL, by ssh, or as a folder. */
export function schemeOf(address: string): string {
  const scheme = withScheme.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined) return scheme;
  return scpLike.test(address) && !/^[a-z]:[\\/]/i.test(address) ? "ssh" : "file";
}

/** The host of an address, also of `git@host:path`; "" for a path. */
export function hostOf(address: string): string {
  if (withScheme.test(address)) return parseUrl(address)?.hostname ?? "";
  return schemeOf(address) === "ssh" ? (scpLike.exec(address)?.[2] ?? "") : "";
}

/**
 * The remote that the options name. A path is relative to the configuration file's folder.
 * @throws HttpError for a host that the source may not ask, and for `http://` outside one's own network
 */
export async function remoteOf(
  { token, username }: Credentials,
  repository: string,
  io: Pick<Io, "baseDir" | "http" | "caFile">,
): Promise<Remote> {
  const scheme = schemeOf(repository);
  const isFolder = scheme === "file" && !withScheme.test(repository);
  const address = isFolder ? path.resolve(io.baseDir, repository) : repository;
  const host = hostOf(address);
  if (host !== "") io.http.checkHost(host);
  const isPlainHttp = scheme === "http";
  const config: Record<string, string> = io.caFile === undefined ? {} : { "http.sslCAInfo": io.caFile };
  if (isPlainHttp) config["http.curloptResolve"] = await pinned(new URL(address), io);
  if (token !== undefined) {
    const basic = Buffer.from(`${username ?? "x-access-token"}:${token}`).toString("base64");
    config[`http.${new URL(address).origin}/.extraHeader`] = `Authorization: Basic ${basic}`;
  }
  return { address, displayed: address.replace(/\/\/[^/@]*@/, "//"), config, isPlainHttp };
}

/** git connects to the address that was checked. https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpcurloptResolve */
async function pinned({ hostname, port }: URL, { http }: Pick<Io, "http">): Promise<string> {
  const address = await http.ownAddress(hostname);
  return `${hostname}:${port || 80}:${address.includes(":") ? `[${address}]` : address}`;
}

/**
 * A submodule's address as git reads it: `../x.git` counts from its parent's. With a token, an ssh address at the parent's
 * host becomes https, because the token is for that.
 * https://git-scm.com/docs/gitmodules
 *
 * @throws FinIngestError for what a repository from elsewhere must not lead to: files of this machine, less protected ways
 */
export function submoduleAddress(parent: string, written: string, hasToken: boolean): string {
  const address = /^\.\.?\//.test(written) ? relativeTo(parent.replace(/\/+$/, ""), written) : written;
  const [own, outer] = [schemeOf(address), schemeOf(parent)];
  const isAllowed =
    outer === "file" || own === "https" || own === "ssh" || (own === "http" && outer === "http");
  if (address.startsWith("-") || address.includes("::") || !isAllowed || !knownSchemes.has(own))
    throw new FinIngestError(`its address ${address.replace(/\/\/[^/@]*@/, "//")} is not followed`, {
      hint: "Submodules are read over https and ssh.",
    });
  const ssh = hasToken && outer === "https" && own === "ssh" && hostOf(address) === hostOf(parent);
  return ssh ? `${new URL(parent).origin}/${pathOf(address)}` : address;
}

const knownSchemes: ReadonlySet<string> = new Set(["https", "http", "ssh", "file"]);

function relativeTo(parent: string, written: string): string {
  let [base, rest] = [parent, written];
  for (;;) {
    if (rest.startsWith("./")) rest = rest.slice(2);
    else if (rest.startsWith("../")) {
      const cut = Math.max(base.lastIndexOf("/"), base.lastIndexOf(":"));
      if (cut <= 0) break;
      rest = rest.slice(3);
      if (base[cut] === ":") return `${base.slice(0, cut)}:${rest}`;
      base = base.slice(0, cut);
    } else break;
  }
  return `${base}/${rest}`;
}

function pathOf(address: string): string {
  const text = withScheme.test(address) ? (parseUrl(address)?.pathname ?? "") : scpLike.exec(address)?.[3];
  return (text ?? "").replace(/^\/+/, "");
}

/** Whether credentials for one address may go to another: the same scheme, host and port. */
export function isSameHost(address: string, other: string): boolean {
  const [one, two] = [parseUrl(address), parseUrl(other)];
  return one !== undefined && two !== undefined && one.origin === two.origin && one.origin !== "null";
}
