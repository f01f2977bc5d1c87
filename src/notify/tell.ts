import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { toFailure } from "../errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { makeStateFolder, replaceFile } from "../ledger/state-folder.ts";
import type { Log } from "../log/log.ts";
import { version } from "../package.ts";
import { summaryLine } from "../report/numbers.ts";
import { sendMail } from "./mail.ts";
import { type Before, messageOf, rememberedOf } from "./message.ts";
import { gaugesOf, otlpBody, prometheusText } from "./metrics.ts";
import { endPing, type Request, send, startPing } from "./send.ts";
import type { EndedRun, Message, NotifySettings, TellSettings } from "./types.ts";
import { webhookBody } from "./webhooks.ts";

/** Where a run's end is told, and with what. */
export interface Teller {
  readonly settings: TellSettings;
  readonly stateDir: string;
  /** Takes secrets out of what leaves. */
  readonly redact: (text: string) => string;
  readonly log: Pick<Log, "warn">;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Tells that a run begins. Never throws: what cannot be told is a warning. */
export async function tellStart(teller: Teller): Promise<void> {
  const { ping } = teller.settings;
  if (ping !== undefined) await attempt(teller, "ping", () => send(startPing(ping)));
}

/**
 * Tells how a run ended: to people where there is something to say, to monitoring always. Never throws, and never
 * changes how the run ended: what cannot be told is a warning.
 *
 * @param ledger absent where the run ended before it was open; nothing is measured then
 */
export async function tellEnd(teller: Teller, run: EndedRun, ledger?: Ledger): Promise<void> {
  const { notify, ping, metrics } = teller.settings;
  if (notify) await tellPeople(teller, notify, run);
  if (ping !== undefined) {
    const summary = run.report ? summaryLine(run.report) : (run.failure?.message ?? "");
    const request = endPing(ping, run.exitCode, teller.redact(summary));
    await attempt(teller, "ping", () => send(request));
  }
  if (!metrics || !ledger) return;
  const { file, otlp } = metrics;
  const now = teller.now();
  const gauges = gaugesOf(run, ledger, now);
  if (file !== undefined)
    await attempt(teller, "metrics.file", async () => replaceFile(file, prometheusText(gauges)));
  if (otlp !== undefined) {
    const url = `${otlp.replace(/\/+$/, "")}/v1/metrics`;
    const request: Request = { url, method: "POST", json: otlpBody(gauges, version, now) };
    await attempt(teller, "metrics.otlp", () => send(request));
  }
}

async function tellPeople(teller: Teller, notify: NotifySettings, run: EndedRun): Promise<void> {
  const before = readBefore(teller.stateDir);
  const message = messageOf(run, before);
  if (message && notify.on.includes(message.event)) {
    const clean = redacted(message, teller.redact);
    const { webhook, email } = notify;
    if (webhook) {
      const request: Request = { url: webhook.url, method: "POST", json: webhookBody(clean, webhook.format) };
      await attempt(teller, "notify.webhook", () => send(request));
    }
    if (email !== undefined) await attempt(teller, "notify.email", () => sendMail(email, clean));
  }
  const after = rememberedOf(run, before);
  if (after) await attempt(teller, "notify", async () => writeBefore(teller.stateDir, after));
}

async function attempt({ log, redact }: Teller, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn(`${what}: nobody was told: ${redact(toFailure(error).message)}`);
  }
}

function redacted(message: Message, redact: (text: string) => string): Message {
  return {
    ...message,
    points: message.points.map((point) => ({
      ...point,
      what: redact(point.what),
      ...(point.resolve === undefined ? {} : { resolve: redact(point.resolve) }),
    })),
  };
}

const Remembered = z.object({ wasWell: z.boolean(), everWell: z.boolean() });
const fileIn = (stateDir: string): string => path.join(stateDir, "notify.json");

function readBefore(stateDir: string): Before | undefined {
  try {
    return Remembered.parse(JSON.parse(readFileSync(fileIn(stateDir), "utf8")));
  } catch {
    return undefined;
  }
}

function writeBefore(stateDir: string, before: Before): void {
  makeStateFolder(stateDir);
  replaceFile(fileIn(stateDir), `${JSON.stringify(before)}\n`);
}
