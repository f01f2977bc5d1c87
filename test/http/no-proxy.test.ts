import { describe, expect, test } from "vitest";
import type { Env } from "../../src/config/read/env.ts";
import { ConfigError } from "../../src/errors.ts";
import { checkProxies, proxyOf } from "../../src/http/proxy.ts";

const proxyFor = (url: string, env: Env) => proxyOf(new URL(url), env);
const one = { HTTPS_PROXY: "http://secure:3128", HTTP_PROXY: "http://plain:3128" };

describe("which proxy", () => {
  test.each<[string, Env, string | undefined]>([
    ["https://docs.example.com/", one, "http://secure:3128"],
    ["http://docs.example.com/", one, "http://plain:3128"],
    ["https://docs.example.com/", { HTTP_PROXY: "http://plain:3128" }, "http://plain:3128"],
    ["http://docs.example.com/", { HTTPS_PROXY: "http://secure:3128" }, undefined],
    ["https://docs.example.com/", { ...one, https_proxy: "https://small" }, "https://small"],
    ["https://docs.example.com/", { ...one, https_proxy: " " }, "http://secure:3128"],
    ["https://docs.example.com/", { HTTPS_PROXY: "proxy.example.com:3128" }, "http://proxy.example.com:3128"],
    ["https://docs.example.com/", {}, undefined],
    ["https://localhost:8443/", one, undefined],
    ["https://x.localhost/", one, undefined],
    ["http://127.0.0.1:8080/", one, undefined],
    ["http://[::1]:8080/", one, undefined],
    ["https://10.0.0.1/", one, "http://secure:3128"],
  ])("%s with %j: %s", (url, env, origin) => {
    expect(proxyFor(url, env)?.origin).toBe(origin);
  });

  test("its name and password are no part of what messages say", () => {
    expect(proxyFor("https://docs.example.com/", { HTTPS_PROXY: "http://me:p%40ss@proxy:3128/x" })).toEqual({
      origin: "http://proxy:3128",
      name: "proxy:3128",
      authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}`,
    });
    expect(proxyFor("https://a.example/", { HTTPS_PROXY: "http://me@proxy" })?.authorization).toBe(
      `Basic ${Buffer.from("me:").toString("base64")}`,
    );
  });

  test.each(["ftp://me:hush@proxy", "socks5://me:hush@proxy:1080", "http://me:hush@", "http://:0:0"])(
    "%s is none, and not shown",
    (address) => {
      const read = () => checkProxies({ HTTP_PROXY: "http://fine", https_proxy: address });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(/^https_proxy is not the address of a proxy$/);
    },
  );
});

describe("NO_PROXY", () => {
  test.each<[string, string, boolean]>([
    ["*", "https://docs.example.com/", true],
    ["example.com", "https://example.com/", true],
    ["example.com", "https://docs.example.com/", true],
    [".example.com", "https://docs.example.com/", true],
    [".example.com", "https://example.com/", true],
    ["*.example.com", "https://docs.example.com/", true],
    ["EXAMPLE.com.", "https://docs.example.com./", true],
    ["example.com", "https://badexample.com/", false],
    ["example.com", "https://example.com.evil.com/", false],
    ["a.com b.com,example.com", "https://docs.example.com/", true],
    ["docs.example.com:8443", "https://docs.example.com:8443/", true],
    ["docs.example.com:8443", "https://docs.example.com/", false],
    ["docs.example.com:443", "https://docs.example.com/", true],
    ["docs.example.com:80", "http://docs.example.com/", true],
    ["10.0.0.1", "https://10.0.0.1/", true],
    ["0.0.1", "https://10.0.0.1/", false],
    ["10.0.0.0/8", "https://10.1.2.3:8443/", true],
    ["10.0.0.0/8", "https://11.1.2.3/", false],
    ["10.0.0.0/99", "https://10.1.2.3/", false],
    ["10.0.0.0/8", "https://10.example.com/", false],
    ["fd00::/8", "https://[fd12::1]/", true],
    ["fd12::1", "https://[fd12::1]/", true],
    ["[fd12::1]:8443", "https://[fd12::1]:8443/", true],
    ["[fd12::1]:8443", "https://[fd12::1]/", false],
    [",, ,", "https://docs.example.com/", false],
    [".", "https://docs.example.com/", false],
  ])("%s and %s: %s", (exceptions, url, isDirect) => {
    expect(proxyFor(url, { ...one, NO_PROXY: exceptions }) === undefined).toBe(isDirect);
    expect(proxyFor(url, { ...one, no_proxy: exceptions }) === undefined).toBe(isDirect);
  });
});
