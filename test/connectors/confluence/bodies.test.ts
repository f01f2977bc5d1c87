import fc from "fast-check";
import { expect, test } from "vitest";
import { Bodies } from "../../../connectors/confluence/bodies.ts";
import type { Body, Content } from "../../../connectors/confluence/types.ts";

const contentOf = (at: number): Content => ({
  id: String(at),
  type: "page",
  title: `Page ${at}`,
  space: { id: "1", key: "HB", archived: false },
  version: 1,
  url: `https://wiki.example.com/${at}`,
  base: "https://wiki.example.com",
});

const bodyOf = ({ id }: Content): Body => ({ storage: `<p>${id}</p>` });

/** An API that counts what it is asked for; batches lack the contents that `lacks` names. */
function countingApi(lacks: (id: string) => boolean = () => false) {
  const asked = { batches: [] as number[], singles: [] as string[] };
  const api = {
    bodiesAtOnce: 25,
    bodies: async (contents: readonly Content[]) => {
      asked.batches.push(contents.length);
      await Promise.resolve();
      return new Map(contents.flatMap((one) => (lacks(one.id) ? [] : [[one.id, bodyOf(one)]])));
    },
    body: async (content: Content) => {
      asked.singles.push(content.id);
      return bodyOf(content);
    },
  };
  return { api, asked };
}

const { signal } = new AbortController();

test("any contents, in any order and number at once, get their own bodies", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(80), { maxLength: 120 }),
      fc.integer({ min: 1, max: 10 }),
      fc.func(fc.boolean()),
      async (order, atOnce, lacks) => {
        const { api } = countingApi(lacks);
        const bodies = new Bodies(api, signal);
        const contents = Array.from({ length: 60 }, (_, at) => contentOf(at));
        for (const content of contents) bodies.add(content);
        for (let from = 0; from < order.length; from += atOnce) {
          const some = order.slice(from, from + atOnce).map(contentOf);
          expect(await Promise.all(some.map((one) => bodies.of(one, signal)))).toEqual(some.map(bodyOf));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("all in their order are asked for in full batches; a second time is a new question", async () => {
  const { api, asked } = countingApi();
  const bodies = new Bodies(api, signal);
  const contents = Array.from({ length: 200 }, (_, at) => contentOf(at));
  for (const content of contents) bodies.add(content);
  for (const content of contents) await bodies.of(content, signal);
  expect(asked).toEqual({ batches: Array(8).fill(25), singles: [] });
  await bodies.of(contentOf(3), signal);
  expect(asked.singles.length + asked.batches.length).toBe(9);
});

test("a load that is stopped stops alone", async () => {
  const { api, asked } = countingApi();
  const bodies = new Bodies(api, signal);
  for (let at = 0; at < 30; at += 1) bodies.add(contentOf(at));
  const stopped = new AbortController();
  const first = bodies.of(contentOf(0), stopped.signal);
  const second = bodies.of(contentOf(1), signal);
  stopped.abort(new Error("stopped"));
  await expect(first).rejects.toThrow("stopped");
  expect(await second).toEqual(bodyOf(contentOf(1)));
  expect(asked).toEqual({ batches: [25], singles: [] });
});
