import { afterEach, expect, test, vi } from "vitest";
import { childEnv, processEnv } from "../../src/config/read/env.ts";

afterEach(() => vi.unstubAllEnvs());

test("a child process inherits the environment without Intercom's token", () => {
  vi.stubEnv("INTERCOM_ACCESS_TOKEN", "hush");
  vi.stubEnv("HTTPS_PROXY", "http://proxy.example.com");
  const env = childEnv({ GIT_TERMINAL_PROMPT: "0", HTTPS_PROXY: undefined });
  expect(env).toMatchObject({ GIT_TERMINAL_PROMPT: "0", PATH: process.env.PATH });
  expect(env).not.toHaveProperty("INTERCOM_ACCESS_TOKEN");
  expect(env).not.toHaveProperty("HTTPS_PROXY");
  expect(processEnv().INTERCOM_ACCESS_TOKEN).toBe("hush");
});
