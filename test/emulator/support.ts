import { afterEach } from "vitest";
import type { Clock } from "../../src/clock.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../src/emulator/index.ts";

const open: Emulator[] = [];

afterEach(async () => {
  for (const emulator of open.splice(0)) await emulator.close();
});

/** An emulator that is closed after the test. */
export async function started(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  open.push(emulator);
  return emulator;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  readonly json: any;
}

export interface Sent {
  readonly version?: string | null;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly signal?: AbortSignal;
}

/** One request with the usual headers; `null` leaves one out. */
export async function call(
  emulator: Emulator,
  method: string,
  path: string,
  body?: unknown,
  { version = "2.15", token = emulator.token, headers = {}, raw, signal }: Sent = {},
): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(emulator.url + path, {
    method,
    headers: {
      Accept: "application/json",
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...(version === null ? {} : { "Intercom-Version": version }),
      ...(payload === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(payload === undefined ? {} : { body: payload }),
    ...(signal ? { signal } : {}),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

export async function withSource(emulator: Emulator, url = "https://docs.example.com"): Promise<number> {
  const answer = await call(emulator, "POST", "/ai/content_import_sources", { sync_behavior: "api", url });
  return answer.json.id;
}

export const pageOf = (sourceId: number, externalId: string, rest: Record<string, unknown> = {}) => ({
  source_id: sourceId,
  external_id: externalId,
  title: `Title of ${externalId}`,
  html: `<p>Text of ${externalId}</p>`,
  url: `https://docs.example.com/${externalId}`,
  locale: "en",
  ai_agent_availability: true,
  ai_copilot_availability: true,
  ...rest,
});

/** A clock that only moves when a test moves it; sleeping takes no time and is recorded. */
export function stillClock(start = Date.UTC(2026, 0, 5, 12, 0, 1)) {
  const slept: number[] = [];
  const clock = {
    time: start,
    slept,
    now: () => clock.time,
    monotonic: () => clock.time,
    sleep: async (ms: number) => {
      slept.push(ms);
    },
  };
  return clock satisfies Clock;
}
