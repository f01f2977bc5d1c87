import { AwsV4Signer } from "aws4fetch";
import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { ConfigError, FinIngestError, toFailure } from "../../../errors.ts";
import { sha256 } from "../../../hash.ts";
import { openDispatcher } from "../../../http/proxied.ts";
import type { S3Address } from "../address.ts";
import { type Costs, Unreachable } from "../remote.ts";

/** An object as it was read. */
export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly etag: string;
  /** Milliseconds by the store's own clock since it was written; undefined where the store does not say. */
  readonly ageMs: number | undefined;
}

/** An object as a listing names it: its name without the prefix of the address. */
export interface ListedObject {
  readonly name: string;
  readonly bytes: number;
}

/** What a put asks for before it takes effect. */
export type Condition = { readonly kind: "absent" } | { readonly kind: "etag"; readonly etag: string };

const TIMEOUT_MS = 60_000;

const listing = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.enum(["true", "false"]).transform((text) => text === "true"),
    NextContinuationToken: z.string().optional(),
    Contents: z
      .array(z.object({ Key: z.string(), Size: z.string().regex(/^\d+$/).transform(Number) }))
      .default([]),
  }),
});

/** Machines whose clock differs by more than a quarter of an hour are refused, with the store's own time beside it. */
const skewed = /<Code>RequestTimeTooSkewed<\/Code>/;

interface Request {
  readonly method: "GET" | "PUT" | "DELETE";
  readonly url: URL;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The objects of one prefix. Conditional writes are what Amazon S3 and its relatives have since 2024:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export class S3Client {
  readonly #address: S3Address;
  readonly #costs: Costs;
  /** Ceph before 2025 compares an If-Match with the entity tag as it keeps it, which is without quotes. */
  #quotesTags = true;
  /** Milliseconds by which the store's clock is ahead of this machine's, once it refused that one. */
  #ahead = 0;

  constructor(address: S3Address, costs: Costs) {
    this.#address = address;
    this.#costs = costs;
  }

  /** Undefined where there is no such object. @throws Unreachable */
  async get(name: string): Promise<StoredObject | undefined> {
    const answer = await this.#send({ method: "GET", url: this.#urlOf(name) });
    if (answer.status === 404) return undefined;
    this.#mustBeOk(answer);
    const [now, written] = [answer.header("date"), answer.header("last-modified")].map((text) =>
      Date.parse(text ?? ""),
    );
    const age = (now ?? Number.NaN) - (written ?? Number.NaN);
    return {
      bytes: answer.bytes,
      etag: answer.header("etag") ?? "",
      ageMs: Number.isNaN(age) ? undefined : age,
    };
  }

  /**
   * Writes an object whole.
   * @returns its entity tag; undefined where the condition does not hold
   * @throws Unreachable
   */
  async put(name: string, body: Uint8Array, condition?: Condition): Promise<string | undefined> {
    this.#costs.bytesSent += body.byteLength;
    const headers = this.#headersFor(condition);
    const answer = await this.#send({ method: "PUT", url: this.#urlOf(name), body, headers });
    if (condition?.kind === "etag" && (await this.#isOtherSpelling(answer, name, condition.etag))) {
      this.#quotesTags = false;
      return this.put(name, body, condition);
    }
    // 409: another conditional write of the same object is under way, https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
    if (condition && [404, 409, 412].includes(answer.status)) return undefined;
    this.#mustBeOk(answer);
    return answer.header("etag") ?? "";
  }

  #headersFor(condition: Condition | undefined): Record<string, string> {
    if (!condition) return {};
    if (condition.kind === "absent") return { "if-none-match": "*" };
    return { "if-match": this.#quotesTags ? condition.etag : condition.etag.replaceAll('"', "") };
  }

  /** Whether a condition was refused although the object has that very tag. */
  async #isOtherSpelling({ status }: Answer, name: string, etag: string): Promise<boolean> {
    return status === 412 && this.#quotesTags && (await this.get(name))?.etag === etag;
  }

  /** Where there is none, nothing happens. @throws Unreachable */
  async remove(name: string): Promise<void> {
    const answer = await this.#send({ method: "DELETE", url: this.#urlOf(name) });
    if (answer.status !== 404) this.#mustBeOk(answer);
  }

  /** Every object whose name begins so, by name. @throws Unreachable */
  async list(begin: string): Promise<readonly ListedObject[]> {
    const found: ListedObject[] = [];
    for (let token: string | undefined, isMore = true; isMore; ) {
      const url = new URL(`${this.#address.bucketUrl}/`);
      const parameters = {
        ...(token === undefined ? {} : { "continuation-token": token }),
        "list-type": "2",
        prefix: this.#address.prefix + begin,
      };
      url.search = Object.entries(parameters)
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join("&");
      const answer = await this.#send({ method: "GET", url });
      this.#mustBeOk(answer);
      const page = this.#parsed(answer.bytes);
      for (const { Key, Size } of page.Contents)
        found.push({ name: Key.slice(this.#address.prefix.length), bytes: Size });
      token = page.NextContinuationToken;
      isMore = page.IsTruncated && token !== undefined;
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #parsed(bytes: Uint8Array) {
    const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === "Contents" });
    const parsed = listing.safeParse(parser.parse(Buffer.from(bytes).toString("utf8")));
    if (parsed.success) return parsed.data.ListBucketResult;
    throw new FinIngestError(`${this.#address.place}: its listing has another shape than documented`, {
      hint: "Check `endpoint`: a proxy or a login page may stand in front of the store.",
    });
  }

  #urlOf(name: string): URL {
    const path = (this.#address.prefix + name).split("/").map(encodeURIComponent).join("/");
    return new URL(`${this.#address.bucketUrl}/${path}`);
  }

  #mustBeOk({ status, bytes }: Answer): void {
    if (status < 300) return;
    const { place } = this.#address;
    const code = /<Code>([\w.]{1,100})<\/Code>/.exec(
      Buffer.from(bytes.subarray(0, 4_096)).toString("utf8"),
    )?.[1];
    const message = `${place}: the object store answers ${status}${code ? ` (${code})` : ""}`;
    if (status >= 500 || status === 429)
      throw new Unreachable(message, { hint: "The next run goes on where this one stopped." });
    throw new FinIngestError(message, {
      hint: "Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION, and that the key may s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket there.",
    });
  }

  /** Once more by the store's clock where it refuses this machine's. */
  async #send(request: Request): Promise<Answer> {
    const answer = await this.#sendOnce(request);
    const now = Date.parse(answer.header("date") ?? "");
    if (answer.status !== 403 || Number.isNaN(now) || !skewed.test(Buffer.from(answer.bytes).toString()))
      return answer;
    this.#ahead = now - Date.now();
    return this.#sendOnce(request);
  }

  async #sendOnce(request: Request): Promise<Answer> {
    const { fetch } = await import("undici");
    const { method, url, body } = request;
    const headers = await this.#signed(request);
    this.#costs.requests += 1;
    // A store that says nothing is noticed within a lease, however long a large object takes.
    const { leaseMs } = this.#address;
    const dispatcher = await openDispatcher({
      keepAliveTimeout: 1,
      connect: { timeout: leaseMs },
      headersTimeout: leaseMs,
      bodyTimeout: leaseMs,
    });
    try {
      const answer = await fetch(url, {
        method,
        headers,
        dispatcher,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(body && { body }),
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      this.#costs.bytesRead += bytes.byteLength;
      return { status: answer.status, bytes, header: (name) => answer.headers.get(name) ?? undefined };
    } catch (error) {
      const { cause } = Object(error) as { cause?: unknown };
      throw new Unreachable(
        `${this.#address.place} cannot be reached: ${toFailure(cause ?? error).message}`,
        {
          hint: "Check the endpoint, and that this machine may connect there.",
          cause: error,
        },
      );
    } finally {
      await dispatcher.destroy().catch(() => {});
    }
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html */
  async #signed({
    method,
    url,
    body = new Uint8Array(),
    headers = {},
  }: Request): Promise<Record<string, string>> {
    const { credentials, region } = this.#address;
    if (!credentials)
      throw new ConfigError("`state: s3://…` needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", {
        hint: "Set both in the environment (AWS_SESSION_TOKEN, too, where they are temporary); other sources of credentials are not looked into.",
      });
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      accessKeyId,
      secretAccessKey,
      service: "s3",
      region,
      datetime: signingTime(Date.now() + this.#ahead),
      ...(sessionToken === undefined ? {} : { sessionToken }),
      headers: { ...headers, "x-amz-content-sha256": sha256(body) },
    });
    return Object.fromEntries((await signer.sign()).headers);
  }
}

/** As `X-Amz-Date` has it: 20261130T020000Z. */
const signingTime = (at: number): string => new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, "");

interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
  header(name: string): string | undefined;
}
