import { createServer, type Server } from "node:net";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { sendMail } from "../../src/notify/mail.ts";

/** An SMTP server that takes one message, or refuses its sender: https://www.rfc-editor.org/rfc/rfc5321 */
async function startSmtp(refuses = false) {
  const lines: string[] = [];
  const server: Server = createServer((socket) => {
    const say = (text: string) => socket.write(`${text}\r\n`);
    let isData = false;
    say("220 ready");
    createInterface({ input: socket }).on("line", (line) => {
      lines.push(line);
      if (isData) {
        if (line !== ".") return;
        isData = false;
        say("250 taken");
      } else if (/^(?:EHLO|HELO|RCPT)/.test(line)) say("250 ok");
      else if (line.startsWith("MAIL")) say(refuses ? "550 not you" : "250 ok");
      else if (line === "DATA") {
        isData = true;
        say("354 go on");
      } else if (line === "QUIT") socket.end("221 bye\r\n");
      else say("250 ok");
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `smtp://127.0.0.1:${port}?from=fin@example.com&to=docs@example.com,ops@example.com&ignoreTLS=true`,
    lines,
  };
}

const message = {
  event: "hold",
  title: "fin-ingest nightly is holding changes back",
  points: [{ source: "docs", what: "12 pages would go", resolve: "--approve-removals abc" }],
  summary: undefined,
} as const;

test("a message goes to everybody that the address names", async () => {
  const smtp = await startSmtp();
  await sendMail(smtp.url, message);
  expect(smtp.lines).toEqual(
    expect.arrayContaining([
      "MAIL FROM:<fin@example.com>",
      "RCPT TO:<docs@example.com>",
      "RCPT TO:<ops@example.com>",
      "Subject: fin-ingest nightly is holding changes back",
    ]),
  );
  expect(smtp.lines.join("\n")).toContain("--approve-removals abc");
});

test("a server that refuses it is named, its address is not", async () => {
  const smtp = await startSmtp(true);
  const address = smtp.url.replace("smtp://", "smtp://user:hush@");
  await expect(sendMail(address, message)).rejects.toThrow(/^127\.0\.0\.1:\d+ did not take the message: /);
  await expect(sendMail(address, message)).rejects.not.toThrow("hush");
});
