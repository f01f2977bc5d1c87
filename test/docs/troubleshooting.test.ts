import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const page = readFileSync(path.join(root, "docs/troubleshooting.md"), "utf8");

/** Messages that the page is searched for: the headings that are code. */
const messages = [...page.matchAll(/^### `(.+)`$/gm)].map(([, message = ""]) => message);

const sources = ["src", "connectors", "pipelines"].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8")),
);

/** Whether a file prints a message: it has all parts of it, between which are somebody's own names. */
function isPrinted(message: string): boolean {
  const parts = message.split("…").map((part) => part.trim());
  return sources.some((source) => parts.every((part) => source.includes(part)));
}

/** Of Intercom and not of this program: the emulator answers as it does. */
const fromIntercom = /Access Token Invalid$/;

describe("every message that troubleshooting quotes is one that the program prints", () => {
  test.each(messages)("%s", (message) => {
    if (fromIntercom.test(message))
      expect(isPrinted("Intercom refused ") && isPrinted("Access Token Invalid")).toBe(true);
    else expect(isPrinted(message)).toBe(true);
  });

  test("there are some, and another message would be noticed", () => {
    expect(messages.length).toBeGreaterThan(12);
    expect(isPrinted("the ledger … was eaten by a newer fin-ingest")).toBe(false);
  });
});
