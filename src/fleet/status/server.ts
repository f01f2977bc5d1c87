import { randomBytes } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Redact } from "../../log/redact.ts";
import { guard, isSameToken } from "../../web/guard.ts";
import { type Html, html } from "../../web/html.ts";
import { closeNow, listenOnLoopback } from "../../web/loopback.ts";
import { type Layout, plainHeaders } from "../../web/page.ts";
import type { Workspace } from "../file/types.ts";
import type { KeptStatus } from "../store/kept-status.ts";
import { fleetLayout, fleetPage, workspacePage } from "./pages.ts";
import type { FleetStatus } from "./read.ts";

export interface FleetServerOptions {
  readonly workspaces: readonly Workspace[];
  readonly read: () => Promise<FleetStatus>;
  /** What is kept of one workspace's status. */
  readonly keptOf: (workspace: string) => Promise<KeptStatus | undefined>;
  /** 0: a free one. */
  readonly port: number;
  /** Masks configured secrets in every answer. */
  readonly redact: Redact;
}

/** What a token opens. */
type Opened = { readonly kind: "fleet" } | { readonly kind: "workspace"; readonly name: string };

/**
 * Serves the state of a fleet, on loopback, to GET, below tokens: the terminal's opens the list of all workspaces, without
 * a title of any; `status_token` of a workspace opens that one's page and nothing else.
 *
 * @throws FinIngestError when the port is taken
 */
export async function serveFleet(
  options: FleetServerOptions,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const token = randomBytes(16).toString("hex");
  const layout = fleetLayout();
  const server = http.createServer({ noDelay: true }, (request, response) => {
    serve(options, token, layout, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, plainHeaders);
      const why = error instanceof Error ? error.message : String(error);
      response.end(options.redact(`The fleet cannot be shown: ${why}\n`));
    });
  });
  const port = await listenOnLoopback(server, options.port, "The fleet's status");
  return { url: `http://127.0.0.1:${port}/${token}/`, close: () => closeNow(server) };
}

async function serve(
  options: FleetServerOptions,
  token: string,
  layout: Layout,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const refuse = (status: number, why: string) => response.writeHead(status, plainHeaders).end(`${why}\n`);
  const asked = guard(request, "The fleet's status");
  if (asked.kind === "refused") return void refuse(asked.status, asked.why);
  const opened = openedBy(asked.token, token, options.workspaces);
  // The same answer for a wrong token, none, and a page that there is not.
  if (!opened || asked.path !== "/") return void refuse(404, "Not found.");
  const { title, body } = await pageOf(opened, options);
  const { status, markup, headers } = layout.app(200, { title, place: title }, body);
  response.writeHead(status, headers).end(options.redact(markup));
}

/** Every token is compared, whichever it is. */
function openedBy(given: string, token: string, workspaces: readonly Workspace[]): Opened | undefined {
  let opened: Opened | undefined = isSameToken(given, token) ? { kind: "fleet" } : undefined;
  for (const { name, statusToken } of workspaces)
    if (statusToken !== undefined && isSameToken(given, statusToken)) opened = { kind: "workspace", name };
  return opened;
}

async function pageOf(opened: Opened, options: FleetServerOptions): Promise<{ title: string; body: Html }> {
  const status = await options.read();
  if (opened.kind === "fleet") return { title: "All workspaces", body: fleetPage(status) };
  const { name } = opened;
  const own = status.workspaces.find((one) => one.name === name);
  const body = own ? workspacePage(own, await options.keptOf(name), status.now) : html`<h1>${name}</h1>`;
  return { title: name, body };
}
