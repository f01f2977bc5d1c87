import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { type Clock, systemClock } from "../clock.ts";
import { closeNow, listenOnLoopback, loopbackUrl } from "../web/loopback.ts";
import { serveApi } from "./api.ts";
import { serveControl } from "./control.ts";
import { type FaultRuleInput, Faults } from "./fault-rules.ts";
import { eventsPath, FinAgent, serveEvents } from "./fin.ts";
import { Library } from "./library.ts";
import { defaultLogLimits, type LogLimits, RequestLog } from "./log.ts";
import type { HtmlHandling } from "./pages.ts";
import { loadState, StateFile } from "./persist.ts";
import { RateMeter } from "./rate.ts";
import { serveView } from "./view/serve.ts";
import type { Workspace } from "./workspace.ts";

export interface EmulatorOptions {
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** The only access token that is accepted; default `emulator-token`. */
  readonly token?: string;
  /** Requests per window of ten seconds; default 1,667, as Intercom's; `Infinity`: not metered. */
  readonly ratePer10s?: number;
  /** Where the library is kept between starts; absent: in memory only. */
  readonly stateFile?: string | undefined;
  /** Items on a listing page when the request does not say, default 50. */
  readonly perPage?: number;
  /** A larger `per_page` is lowered to this; default 150. */
  readonly maxPerPage?: number;
  /** The API version of requests without an `Intercom-Version` header, default 2.14. */
  readonly appVersion?: string;
  /** The workspace's audiences, id → name; when given, other ids are refused. */
  readonly audiences?: ReadonlyMap<number, string>;
  /** Whether html is normalised (`pages.ts`), default `never`. */
  readonly normalizesHtml?: HtmlHandling;
  readonly faults?: readonly FaultRuleInput[];
  readonly log?: Partial<LogLimits>;
  readonly clock?: Clock;
  /** Converts a page's html to Markdown for the library's pages; absent: they do not offer it. */
  readonly toMarkdown?: (html: string) => string | Promise<string>;
}

export interface Emulator {
  /** `http://127.0.0.1:PORT`, no trailing slash: a `base_url`. */
  readonly url: string;
  readonly token: string;
  readonly log: RequestLog;
  /** The library, which tests may read and change directly. */
  readonly state: Library;
  readonly faults: Faults;
  readonly rate: RateMeter;
  /** Whether html that is sent from now on is normalised. */
  readonly html: { normalized: HtmlHandling };
  /** What was asked of Fin, and how it is told of. */
  readonly fin: FinAgent;
  /** Writes the state file now. */
  flush(): Promise<void>;
  /** Cuts every connection, writes the state file, frees the port. */
  close(): Promise<void>;
}

export const defaultToken = "emulator-token";

/**
 * Starts an AI Content API to run against, on loopback only. The page at `/` displays the library.
 * @throws FinIngestError when the port is taken, or the state file is not one of the emulator
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const clock = options.clock ?? systemClock;
  let state: StateFile | undefined;
  const library = new Library(() => state?.changed());
  if (options.stateFile !== undefined) {
    const saved = await loadState(options.stateFile);
    if (saved) library.restore(saved);
    state = new StateFile(options.stateFile, () => library.snapshot());
  }
  const workspace: Workspace = {
    library,
    log: new RequestLog({ ...defaultLogLimits, ...options.log }),
    faults: new Faults(),
    rate: new RateMeter(options.ratePer10s ?? 1667),
    clock,
    token: options.token ?? defaultToken,
    appVersion: options.appVersion ?? "2.14",
    limits: { perPage: options.perPage ?? 50, maxPerPage: options.maxPerPage ?? 150 },
    audiences: options.audiences,
    html: { normalized: options.normalizesHtml ?? "never" },
    fin: new FinAgent(),
  };
  workspace.faults.set(options.faults ?? []);
  const server = http.createServer({ keepAliveTimeout: 65_000, noDelay: true }, (request, response) => {
    serve(workspace, options.toMarkdown, request, response).catch((error: unknown) => {
      // An error of the emulator itself: answered in full, so that it is not mistaken for an injected fault.
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/plain" });
      response.end(`The emulator failed: ${error instanceof Error ? error.stack : String(error)}\n`);
    });
  });
  const port = await listenOnLoopback(server, options.port ?? 0, "The emulator");
  return {
    url: `http://127.0.0.1:${port}`,
    token: workspace.token,
    log: workspace.log,
    state: library,
    faults: workspace.faults,
    rate: workspace.rate,
    html: workspace.html,
    fin: workspace.fin,
    flush: async () => state?.flush(),
    close: async () => {
      await closeNow(server);
      await state?.flush();
    },
  };
}

async function serve(
  workspace: Workspace,
  toMarkdown: EmulatorOptions["toMarkdown"],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = loopbackUrl(request);
  if (!url) {
    response
      .writeHead(421, { "Content-Type": "text/plain" })
      .end("The emulator answers to 127.0.0.1 only.\n");
    return;
  }
  if (url.pathname.startsWith("/_emulator/")) return serveControl(workspace, request, response, url);
  if (url.pathname === eventsPath) return serveEvents(workspace, response, url);
  if (isView(request, url)) return serveView({ ...workspace, toMarkdown }, request, response, url);
  return serveApi(workspace, request, response, url);
}

const isView = (request: IncomingMessage, url: URL): boolean =>
  (request.method === "GET" || request.method === "HEAD") &&
  (url.pathname === "/" || url.pathname.startsWith("/pages/"));
