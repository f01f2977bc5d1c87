import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressKind, isAllowed } from "../../src/http/address.ts";
import { backoffMs, retryAfterMs, toldWaitMs } from "../../src/http/backoff.ts";
import { checkLiteralHost } from "../../src/http/lookup.ts";
import { credentialsIn, readRedirect, withoutCredentials } from "../../src/http/redirects.ts";
import { displayUrl, excerpt } from "../../src/http/url.ts";

describe("addresses", () => {
  test.each([
    ["93.184.216.34", "public"],
    ["8.8.8.8", "public"],
    ["2606:4700::1111", "public"],
    ["2a00:1450:4001:81b::200e", "public"],
    ["::ffff:8.8.8.8", "public"],
    ["64:ff9b::8.8.8.8", "public"],
    ["127.0.0.1", "private"],
    ["127.255.255.254", "private"],
    ["10.1.2.3", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["172.32.0.1", "public"],
    ["192.168.1.1", "private"],
    ["100.64.0.1", "private"],
    ["100.128.0.1", "public"],
    ["::1", "private"],
    ["fc00::1", "private"],
    ["fdff::1", "private"],
    ["::ffff:127.0.0.1", "private"],
    ["::ffff:7f00:1", "private"],
    ["0:0:0:0:0:ffff:0a00:0001", "private"],
    ["64:ff9b::7f00:1", "private"],
    ["169.254.169.254", "forbidden"],
    ["::ffff:169.254.169.254", "forbidden"],
    ["64:ff9b::a9fe:a9fe", "forbidden"],
    ["100.100.100.200", "forbidden"],
    ["168.63.129.16", "forbidden"],
    ["fd00:ec2::254", "forbidden"],
    ["fe80::1", "forbidden"],
    ["fe80::1%eth0", "forbidden"],
    ["fec0::1", "forbidden"],
    ["0.0.0.0", "forbidden"],
    ["::", "forbidden"],
    ["::7f00:1", "forbidden"],
    ["192.0.2.1", "forbidden"],
    ["198.18.0.1", "forbidden"],
    ["224.0.0.1", "forbidden"],
    ["255.255.255.255", "forbidden"],
    ["ff02::1", "forbidden"],
    ["2001:db8::1", "forbidden"],
    ["2002:7f00:1::", "forbidden"],
    ["64:ff9b:1::1", "forbidden"],
    ["localhost", "invalid"],
    ["", "invalid"],
  ])("%s is %s", (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  test("an IPv4 address is classified alike: bare, mapped and through NAT64", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(addressKind(`::ffff:${address}`)).toBe(addressKind(address));
        expect(addressKind(`64:ff9b::${address}`)).toBe(addressKind(address));
      }),
    );
  });

  test("what a policy lets through", () => {
    const allowed = (policy: "public" | "private" | "any") =>
      ["8.8.8.8", "127.0.0.1", "169.254.169.254", "nonsense"].map((address) => isAllowed(address, policy));
    expect(allowed("public")).toEqual([true, false, false, false]);
    expect(allowed("private")).toEqual([true, true, false, false]);
    expect(allowed("any")).toEqual([true, true, true, false]);
  });

  test.each([
    "http://127.1/",
    "http://0177.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127.0.0.1./",
    "http://169.254.169.254/latest/meta-data/",
  ])("%s is refused in every spelling", (url) => {
    expect(() => checkLiteralHost(new URL(url), "public")).toThrow(/not a public address/);
  });
});

describe("redirects", () => {
  const from = new URL("https://docs.example.com/a/b?x=1");
  test.each([
    [200, "/c", false, { to: "nowhere" }],
    [304, "/c", false, { to: "nowhere" }],
    [302, "/c", false, { to: "here", url: new URL("https://docs.example.com/c") }],
    [307, "?y=2", false, { to: "here", url: new URL("https://docs.example.com/a/b?y=2") }],
    [301, "//other.example.com/", true, { to: "elsewhere", url: new URL("https://other.example.com/") }],
    [301, "https://u:p@docs.example.com/", false, { to: "here", url: new URL("https://docs.example.com/") }],
    [301, "https://other.example.com/", false, { to: "refused" }],
    [301, "http://docs.example.com/", false, { to: "refused" }],
    [301, "https://docs.example.com:8443/", false, { to: "refused" }],
    [301, "file:///etc/passwd", true, { to: "refused" }],
    [301, "javascript:alert(1)", true, { to: "refused" }],
    [301, undefined, true, { to: "refused" }],
    [301, "http://[", true, { to: "refused" }],
  ])("%i to %s (may leave: %s)", (status, location, mayLeave, expected) => {
    expect(readRedirect(from, status, location, mayLeave)).toMatchObject(expected);
  });

  test("http to the same host's https is always followed, as another origin", () => {
    const upgrade = readRedirect(
      new URL("http://docs.example.com/"),
      301,
      "https://docs.example.com/",
      false,
    );
    expect(upgrade.to).toBe("elsewhere");
  });

  test("only harmless headers go elsewhere", () => {
    const headers = {
      accept: "*/*",
      authorization: "Bearer s",
      cookie: "a=b",
      "x-api-key": "k",
      "user-agent": "u",
    };
    expect(withoutCredentials(headers)).toEqual({ accept: "*/*", "user-agent": "u" });
  });
});

describe("what messages contain", () => {
  test.each([
    ["https://user:pass@example.com/a#frag", "https://example.com/a"],
    ["https://example.com/a?page=2&q=two%20words", "https://example.com/a?page=2&q=two%20words"],
    ["https://example.com/?access_token=abc&page=1", "https://example.com/?access_token=***&page=1"],
    ["https://example.com/?x=0123456789abcdef0123456789", "https://example.com/?x=***"],
    [
      "https://example.com/?X-Amz-Signature=ff&API_KEY=1",
      "https://example.com/?X-Amz-Signature=***&API_KEY=***",
    ],
    ["not a url with s3cret", "(not a URL)"],
  ])("%s → %s", (url, shown) => {
    expect(displayUrl(url)).toBe(shown);
  });

  test("an excerpt has no tags, no line breaks, no terminal escapes and no credential", () => {
    const headers = { authorization: "Bearer s3cret-token", cookie: "sid=abcdef123; b=2" };
    const html = "<html><style>p{}</style><h1>No\n\u001b[31m</h1>you sent s3cret-token and abcdef123";
    const shown = excerpt(Buffer.from(html), "text/html; charset=utf-8", credentialsIn(headers));
    expect(shown).toBe("No [31m you sent *** and ***");
    expect(excerpt(Buffer.from([1, 2]), "image/png", [])).toBeUndefined();
    expect(excerpt(Buffer.from("x".repeat(9_000)), "text/plain", [])?.length).toBe(201);
  });
});

describe("waits", () => {
  const ours = Date.parse("2026-01-01T00:00:10Z");
  test.each([
    ["5", undefined, 5_000],
    ["0", undefined, 0],
    ["1.5", undefined, 1_500],
    ["Thu, 01 Jan 2026 00:00:30 GMT", "Thu, 01 Jan 2026 00:00:00 GMT", 30_000],
    ["Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:30 GMT", 0],
    ["Thu, 01 Jan 2026 00:00:30 GMT", undefined, 20_000],
    ["Thu, 01 Jan 2026 00:00:30 GMT", "today", 20_000],
    ["Fri, 31 Dec 9999 23:59:59 GMT", undefined, 366 * 86_400_000],
    ["2026-01-01T00:00:30Z", "Thu, 01 Jan 2026 00:00:00 GMT", 30_000],
    ["120, 30", undefined, 120_000],
    ["0.25", undefined, 250],
    ["99999999", undefined, 366 * 86_400_000],
    ["999999999999999999999999", undefined, 366 * 86_400_000],
    [`${ours / 1000 + 90}`, undefined, 90_000],
    [`${ours + 90_000}`, undefined, 90_000],
    ["soon", undefined, undefined],
    ["-3", undefined, undefined],
    ["", undefined, undefined],
    [undefined, undefined, undefined],
  ])("Retry-After %s (Date %s) is %s ms", (value, date, ms) => {
    expect(retryAfterMs(value, date, ours)).toBe(ms);
  });

  test.each([
    [{ "retry-after": "7", "x-ratelimit-reset": "2026-01-01T01:00:00Z" }, 7_000],
    [{ "x-ratelimit-reset": "2026-01-01T01:00:00Z", date: "Thu, 01 Jan 2026 00:00:00 GMT" }, 3_600_000],
    [{ "x-ratelimit-reset": `${ours / 1000 + 60}` }, 60_000],
    [{ "x-ratelimit-reset": "60" }, undefined],
    [{}, undefined],
  ])("a refusal with %j asks for %s ms", (headers, ms) => {
    expect(toldWaitMs(headers, ours)).toBe(ms);
  });

  test("backoff doubles, stays under the cap and uses the whole range", () => {
    const backoff = { baseMs: 100, capMs: 1_000 };
    expect([1, 2, 3, 4, 5, 500].map((failures) => backoffMs(backoff, failures, 0.5))).toEqual([
      50, 100, 200, 400, 500, 500,
    ]);
    expect(backoffMs(backoff, 3, 0)).toBe(0);
  });
});
