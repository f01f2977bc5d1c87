import { describe, expect, it } from "vitest";
import { claimForEnvironment, type LedgerUser } from "../../src/ledger/environment.ts";
import { memoryLedger } from "../../src/ledger/sqlite.ts";
import { ledgerKinds } from "./stores/kinds.ts";

const user = (environment?: string, token?: string): LedgerUser => ({
  environment,
  ...(token !== undefined && { intercom: { token } }),
});
const records = { place: "/state", records: true };
const reads = { ...records, records: false };

describe("a ledger", () => {
  it.each([
    ["stays with one environment", user("staging", "t-1"), user("staging", "t-1"), true],
    ["stays with it when the token is renewed", user("staging", "t-1"), user("staging", "t-2"), true],
    [
      "is refused to another environment, even with the same token",
      user("staging", "t"),
      user("live", "t"),
      false,
    ],
    ["is refused to runs without --env", user("staging", "t"), user(undefined, "t"), false],
    ["of runs without --env goes over with the same token", user(undefined, "t"), user("live", "t"), true],
    [
      "of runs without --env is refused with another token",
      user(undefined, "t-1"),
      user("live", "t-2"),
      false,
    ],
    ["of runs without --env may be looked at without a token", user(undefined, "t"), user("live"), true],
    ["without environments does not mind", user(undefined, "t-1"), user(undefined, "t-2"), true],
  ])("%s", async (_, first, second, isTaken) => {
    const ledger = await memoryLedger();
    claimForEnvironment(ledger, first, records);
    const claim = () => claimForEnvironment(ledger, second, records);
    if (isTaken) expect(claim).not.toThrow();
    else expect(claim).toThrow("belongs to");
    ledger.close();
  });

  it("is not claimed by who only reads", async () => {
    const ledger = await memoryLedger();
    claimForEnvironment(ledger, user("staging", "t"), reads);
    expect(() => claimForEnvironment(ledger, user("live", "t"), records)).not.toThrow();
    ledger.close();
  });

  it.each(ledgerKinds.filter(({ isSkipped }) => !isSkipped))(
    "$name remembers whose it is",
    async ({ newLedger }) => {
      const open = await newLedger();
      const first = await open();
      claimForEnvironment(first.ledger, user("staging", "t"), records);
      await first.close();
      const { ledger } = await open();
      expect(() => claimForEnvironment(ledger, user("staging", "t"), records)).not.toThrow();
      expect(() => claimForEnvironment(ledger, user("live", "t"), records)).toThrow("belongs to");
    },
  );
});
