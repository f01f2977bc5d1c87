import { describe, expect, it } from "vitest";
import { badAnswers, everyThirdRequest } from "../../src/connector-kit/testing/one-answer-contract.ts";

const requests = (count: number) => Array.from({ length: count }, (_, at) => `GET /${at}`);

describe("the requests of a listing that are answered badly", () => {
  it.each([
    [1, 6],
    [3, 6],
    [4, 2],
    [30, 2],
  ])("of %i, each with %i bad answers", (count, times) => {
    const tried = badAnswers.flatMap((_, nth) => everyThirdRequest(requests(count), nth));
    for (const request of requests(count)) expect(tried.filter((one) => one === request)).toHaveLength(times);
  });

  it.each([1, 4, 30])("of %i, some with each bad answer", (count) => {
    for (const nth of badAnswers.keys()) expect(everyThirdRequest(requests(count), nth)).not.toEqual([]);
  });
});
