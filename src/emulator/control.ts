import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { receive } from "./body.ts";
import { type FaultRuleInput, faultRuleSchema } from "./fault-rules.ts";
import { finTells } from "./fin.ts";
import { htmlHandlings } from "./pages.ts";
import type { Workspace } from "./workspace.ts";

/**
 * `/_emulator/…`: what a test in another process needs. No token is needed: the emulator listens on loopback only, and
 * every change is a PUT or DELETE, which no foreign web page can send.
 *
 * - `GET /_emulator/requests[?since=SEQ]`: the request log, oldest first, one JSON object per line (`LogEntry`)
 * - `DELETE /_emulator/requests`: clears the log; numbers continue
 * - `GET /_emulator/faults`: the rules in force, with the number of requests that each matched (`seen`) and how often it fired
 * - `PUT /_emulator/faults`: an array of rules (`fault-rules.ts`) replaces them all; `DELETE` removes them
 * - `PUT /_emulator/rate`: `{"per10s": 400}` sets the allowance (0: not metered), `{"spend": 800}` uses up part of the window
 * - `PUT /_emulator/html`: `{"normalized": "never" | "at-once" | "later"}`, what becomes of html (`pages.ts`)
 * - `PUT /_emulator/fin`: `{"tells": "events" | "nothing" | "no-address"}`, what becomes of questions to Fin (`fin.ts`)
 * - `DELETE /_emulator/library`: every source and page, as if the workspace were new
 */
export async function serveControl(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const received = await receive(request);
  if (!received) return;
  const key = `${request.method} ${url.pathname.replace(/^\/_emulator\//, "")}`;
  const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
  if (!action) return send(response, 404, { error: `no such control: ${key}` });
  try {
    const text = received.data === "too-large" ? "" : received.data.toString("utf8");
    const result = action(workspace, text, url);
    if (typeof result === "string") {
      response.writeHead(200, { "Content-Type": "application/x-ndjson; charset=utf-8" }).end(result);
    } else send(response, result === undefined ? 204 : 200, result);
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error;
    const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
    send(response, 400, { error: message });
  }
}

type Action = (workspace: Workspace, body: string, url: URL) => unknown;

const rateSchema = z.strictObject({
  per10s: z.int().min(0).optional(),
  spend: z.int().min(0).optional(),
});

const htmlSchema = z.strictObject({ normalized: z.enum(htmlHandlings) });

const finSchema = z.strictObject({ tells: z.enum(finTells) });

const actions: Readonly<Record<string, Action>> = {
  "GET requests": ({ log }, _body, url) =>
    log
      .since(Number(url.searchParams.get("since") ?? 0))
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join(""),
  "DELETE requests": ({ log }) => log.clear(),
  "GET faults": ({ faults }) => faults.list(),
  "PUT faults": ({ faults }, body) => {
    const rules: FaultRuleInput[] = z.array(faultRuleSchema).parse(JSON.parse(body));
    faults.set(rules);
  },
  "DELETE faults": ({ faults }) => faults.clear(),
  "PUT rate": ({ rate, clock }, body) => {
    const { per10s, spend } = rateSchema.parse(JSON.parse(body));
    if (per10s !== undefined) rate.per10s = per10s === 0 ? Number.POSITIVE_INFINITY : per10s;
    if (spend !== undefined) rate.spend(spend, clock.now());
  },
  "PUT html": ({ html }, body) => {
    html.normalized = htmlSchema.parse(JSON.parse(body)).normalized;
  },
  "PUT fin": ({ fin }, body) => {
    fin.tells = finSchema.parse(JSON.parse(body)).tells;
  },
  "DELETE library": ({ library }) => library.clear(),
};

function send(response: ServerResponse, status: number, body: unknown): void {
  if (body === undefined) response.writeHead(status).end();
  else response.writeHead(status, { "Content-Type": "application/json" }).end(`${JSON.stringify(body)}\n`);
}
