// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${…} is the syntax under test.
import { chmodSync } from "node:fs";
import { delimiter } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { commandOutput, commandWords } from "../../src/config/read/command.ts";
import { config, inFolder, load, refused, write } from "./support.ts";

const node = process.execPath;

describe("the words of a command", () => {
  test.each<[string, readonly string[] | undefined]>([
    ["op read op://vault/item/field", ["op", "read", "op://vault/item/field"]],
    ['  pass  "a b"\tc ', ["pass", "a b", "c"]],
    ['pass \'it\\s\' "a\\"b" c\\ d', ["pass", "it\\s", 'a"b', "c d"]],
    ["x '' \"\"", ["x", "", ""]],
    ["x a'b'c", ["x", "abc"]],
    ["echo $HOME; rm -rf / | cat `id` $(id) > f", "echo $HOME; rm -rf / | cat `id` $(id) > f".split(" ")],
    ["x 'open", undefined],
    ["", undefined],
    ["''", undefined],
  ])("%s", (text, words) => {
    expect(commandWords(text)).toEqual(words);
  });
});

describe("what a command prints", () => {
  const script = (text: string) => [node, "-e", text];
  test("comes without its last line breaks, and without a terminal", () => {
    const text = "process.stdin.on('end', () => process.stdout.write('tok\\n\\r\\n')).resume()";
    expect(commandOutput(script(text), inFolder("."))).toBe("tok");
  });

  test("is from the configuration's folder, and never sees Intercom's token", () => {
    vi.stubEnv("INTERCOM_ACCESS_TOKEN", "hush");
    const text = "process.stdout.write(`${process.cwd()} ${process.env.INTERCOM_ACCESS_TOKEN}`)";
    expect(commandOutput(script(text), inFolder("."))).toMatch(/ undefined$/);
    vi.unstubAllEnvs();
  });

  test.each([
    ["it is not there", ["no-such-program-here"], "is not installed"],
    [
      "it fails",
      script("console.log('s3cret'); console.error('not signed in\\nmore'); process.exit(6)"),
      "failed (exit code 6): not signed in",
    ],
    ["it prints too much", script("process.stdout.write('x'.repeat(2e6))"), "printed more than 1 MB"],
  ])("an error where %s, without what it printed", (_what, words, message) => {
    expect(() => commandOutput(words, inFolder("."))).toThrow(message);
    expect(() => commandOutput(words, inFolder("."))).not.toThrow("s3cret");
  });
});

describe.skipIf(process.platform === "win32")("${cmd:…} in a configuration", () => {
  const withCommand = (command: string) => config().replace("${TOKEN}", `"\${cmd:${command}}"`);

  test("fills a value, runs once, and is masked wherever it stands", () => {
    write("vault", '#!/bin/sh\necho x >> "$(dirname "$0")/runs"\necho "tok-$1"\n');
    chmodSync(inFolder("vault"), 0o755);
    vi.stubEnv("PATH", `${inFolder(".")}${delimiter}${process.env.PATH}`);
    const text = config({ source: 'site: "${cmd:vault abc}"' }).replace("${TOKEN}", '"${cmd:vault abc}"');
    const loaded = load(text);
    load(text);
    vi.unstubAllEnvs();
    expect(loaded.intercom?.token).toBe("tok-abc");
    expect(loaded.secrets).toContain("tok-abc");
    expect(load(withCommand("cat runs")).intercom?.token).toBe("x");
  });

  test("names the command and not its arguments where it fails", () => {
    const { lines, error } = refused(withCommand("no-such-program item/s3cret"));
    expect(lines).toEqual(["2:10 intercom.token: the command no-such-program is not installed"]);
    expect(`${error.message}${error.hint}`).not.toContain("s3cret");
    expect(refused(withCommand("op 'open")).lines[0]).toMatch(/^2:10 intercom.token: .* is not a command$/);
  });

  test("is not needed by a verb that sends nothing", () => {
    expect(load(withCommand("no-such-program x"), { intercom: "optional" }).intercom).toBeUndefined();
  });
});
