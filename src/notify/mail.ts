import { FinIngestError } from "../errors.ts";
import { loadOptional } from "../optional-package.ts";
import type { Message } from "./types.ts";
import { messageText } from "./webhooks.ts";

/**
 * Sends a message through an SMTP server.
 *
 * @param address `smtps://user:password@host:465?from=a@example.com&to=b@example.com`; `to` may name several, with
 *   commas. The query's other names are nodemailer's own: https://nodemailer.com/smtp#connection-url
 * @throws FinIngestError when nodemailer is not installed, or the server refuses the message
 */
export async function sendMail(address: string, message: Message): Promise<void> {
  const { createTransport } = await nodemailer();
  const url = new URL(address);
  const [from, to] = [url.searchParams.get("from"), url.searchParams.get("to")];
  if (from === null || to === null) throw new FinIngestError("the address needs ?from=…&to=…");
  for (const name of ["from", "to"]) url.searchParams.delete(name);
  const transport = createTransport(url.href);
  try {
    await transport.sendMail({ from, to, subject: message.title, text: messageText(message) });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FinIngestError(`${url.host} did not take the message: ${why}`, { cause: error });
  } finally {
    transport.close();
  }
}

const nodemailer = () => loadOptional("nodemailer", () => import("nodemailer"), "which sends e-mail");
