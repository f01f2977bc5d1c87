import { setTimeout as sleep } from "node:timers/promises";
import { IntercomClient } from "intercom-client";
import pLimit from "p-limit";
import { createContentLibrary } from "../../src/intercom/client.ts";
import { unpaced } from "../../src/intercom/pacer.ts";
import { mapConcurrent } from "../../src/sync/concurrency.ts";
import { answerTasks, cpuMs, peakBytes } from "./answer.ts";

export interface UploadTask {
  /** `ours` paces itself, `ours-unpaced` does not; `sdk` is intercom-client with p-limit; `loop` one fetch after the other. */
  readonly client: "ours" | "ours-unpaced" | "sdk" | "loop";
  readonly url: string;
  readonly token: string;
  readonly sourceId: number;
  readonly concurrency: number;
  /** Pages sent before the measuring begins. */
  readonly warmUp: number;
  readonly pages: number;
  /** No page is begun after this moment (epoch milliseconds). */
  readonly until?: number;
}

export interface UploadAnswer {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly pages: number;
  readonly failed: number;
}

const html = `<h1>Page</h1>${"<p>Ten kilobytes of what a help page says.</p>\n".repeat(220)}`.slice(
  0,
  10_000,
);

interface Client {
  send(at: number): Promise<unknown>;
  close(): Promise<void>;
}

answerTasks<UploadTask>(async (task) => {
  const client = clients[task.client](task);
  await sendAll(client, task, 0, task.warmUp);
  const [begun, cpu] = [performance.now(), cpuMs()];
  const { pages, failed } = await sendAll(client, task, task.warmUp, task.pages);
  const answer: UploadAnswer = {
    ms: performance.now() - begun,
    cpuMs: cpuMs() - cpu,
    peakBytes: peakBytes(),
    pages,
    failed,
  };
  await client.close();
  return answer;
});

async function sendAll(client: Client, { concurrency, until }: UploadTask, from: number, count: number) {
  let failed = 0;
  let pages = 0;
  const numbers = function* () {
    for (let at = from; at < from + count; at += 1) {
      if (until !== undefined && Date.now() >= until) return;
      yield at;
    }
  };
  const one = async (at: number) => {
    // A page that could not be sent is counted; what is measured goes on.
    await client.send(at).catch(() => {
      failed += 1;
    });
    pages += 1;
  };
  for await (const _ of mapConcurrent(numbers(), concurrency, one));
  return { pages: pages - failed, failed };
}

const pageOf = (at: number) => ({
  externalId: `page-${at}`,
  title: `Page ${at}`,
  html,
  url: `https://docs.example.com/${at}`,
  locale: "en",
});

const bodyOf = (at: number, sourceId: number) => {
  const { externalId, ...page } = pageOf(at);
  const seen = { ai_agent_availability: true, ai_copilot_availability: true };
  return { ...page, ...seen, source_id: sourceId, external_id: externalId };
};

const clients: Readonly<Record<UploadTask["client"], (task: UploadTask) => Client>> = {
  ours: (task) => ours(task, {}),
  "ours-unpaced": (task) => ours(task, { pacer: unpaced }),
  sdk: ({ url, token, sourceId, concurrency }) => {
    const { aiContent } = new IntercomClient({ token, baseUrl: url, version: "2.14" });
    const limit = pLimit(concurrency);
    return {
      send: (at) => limit(() => aiContent.createExternalPage(bodyOf(at, sourceId))),
      close: async () => {},
    };
  },
  loop: ({ url, token, sourceId }) => ({
    send: (at) => fetchUntilTaken(`${url}/ai/external_pages`, token, bodyOf(at, sourceId)),
    close: async () => {},
  }),
};

function ours({ url, token, sourceId, concurrency }: UploadTask, more: { pacer?: typeof unpaced }): Client {
  const library = createContentLibrary({
    intercom: { token, baseUrl: url, version: "2.15" },
    concurrency,
    log: { debug: () => {}, info: () => {}, warn: () => {} },
    ...more,
  });
  return {
    send: (at) => library.upsertPage({ ...pageOf(at), sourceId, agent: true, copilot: true }),
    close: () => library.close(),
  };
}

/** As a script would: on a 429 it waits for the reset that the answer states, and asks again. */
async function fetchUntilTaken(address: string, token: string, body: unknown): Promise<void> {
  const headers = {
    authorization: `Bearer ${token}`,
    "intercom-version": "2.15",
    "content-type": "application/json",
  };
  for (;;) {
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    await answer.arrayBuffer();
    if (answer.ok) return;
    if (answer.status !== 429) throw new Error(`${answer.status}`);
    const reset = Number(answer.headers.get("x-ratelimit-reset"));
    await sleep(Math.max(100, reset * 1000 - Date.now()));
  }
}
