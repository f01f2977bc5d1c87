import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";

/** An answer's body is larger than we take. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  readonly code = "BODY_TOO_LARGE";
  constructor(maxBytes: number) {
    super(`the answer is larger than ${maxBytes.toLocaleString("en")} bytes`);
  }
}

/**
 * The whole of a byte stream. Leaving it early destroys the stream, so nothing is read past the cap.
 * @throws BodyTooLargeError past `maxBytes`.
 */
export async function readBody(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new BodyTooLargeError(maxBytes);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0]
    ? Buffer.from(chunks[0].buffer, chunks[0].byteOffset, chunks[0].byteLength)
    : Buffer.concat(chunks, size);
}

/** The answer's encoding is unknown to us, or its bytes are not what it says. */
export class EncodingError extends Error {
  override readonly name = "EncodingError";
  /** The bytes are damaged, perhaps in transit: worth another try. */
  readonly damaged: boolean;
  constructor(message: string, damaged: boolean, cause?: unknown) {
    super(message, { cause });
    this.damaged = damaged;
  }
}

/** An unpacked body may be this many times its packed size, once it is larger than pages are. */
const MAX_EXPANSION = 300;
const MIN_EXPANDED_BYTES = 1024 * 1024;
const MAX_LAYERS = 2;

type Bytes = AsyncIterable<Uint8Array>;

/** Node 22.15 and later have it. */
const zstd: unknown = "createZstdDecompress" in zlib ? zlib.createZstdDecompress : undefined;

const decoders: Readonly<Record<string, (firstByte: number) => Duplex>> = {
  gzip: () => zlib.createGunzip(),
  "x-gzip": () => zlib.createGunzip(),
  br: () => zlib.createBrotliDecompress(),
  // Servers disagree on whether `deflate` has a zlib header, whose first byte ends in 8.
  deflate: (firstByte) => ((firstByte & 15) === 8 ? zlib.createInflate() : zlib.createInflateRaw()),
  ...(typeof zstd === "function" ? { zstd: () => zstd() } : {}),
};

/** What we can unpack, as an `Accept-Encoding` header. */
export const acceptEncoding = Object.keys(decoders)
  .filter((name) => name !== "x-gzip")
  .join(", ");

/**
 * Reads a body through its `Content-Encoding`, counting on both sides, so that a small answer cannot become a
 * large one in memory.
 *
 * @throws BodyTooLargeError past `maxBytes`, packed or unpacked, or when it expands as no real page does
 * @throws EncodingError
 */
export async function readEncoded(body: Bytes, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (encodings.length === 0) return readBody(body, maxBytes);
  if (encodings.length > MAX_LAYERS) {
    throw new EncodingError(`the answer is packed ${encodings.length} times over`, false);
  }
  const packed = { size: 0 };
  let bytes = counted(body, packed, maxBytes);
  for (const encoding of encodings.reverse()) bytes = unpacked(bytes, encoding);
  return readBody(expanding(bytes, packed), maxBytes);
}

async function* counted(
  source: Bytes,
  packed: { size: number },
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    packed.size += chunk.byteLength;
    if (packed.size > maxBytes) throw new BodyTooLargeError(maxBytes);
    yield chunk;
  }
}

async function* expanding(source: Bytes, packed: { readonly size: number }): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > MIN_EXPANDED_BYTES && size > packed.size * MAX_EXPANSION) {
      throw new BodyTooLargeError(packed.size * MAX_EXPANSION);
    }
    yield chunk;
  }
}

/** One layer. Leaving it early stops the decoder and, through the pipeline, the source. */
async function* unpacked(source: Bytes, encoding: string): AsyncGenerator<Uint8Array> {
  const open = decoders[encoding];
  if (!open) throw new EncodingError(`the answer's Content-Encoding ${encoding} is unknown`, false);
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  let upstream: unknown;
  const all = async function* () {
    try {
      yield first.value;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } catch (error) {
      upstream = error;
      throw error;
    } finally {
      await chunks.return?.();
    }
  };
  const decoder = open(first.value[0] ?? 0);
  pipeline(all, decoder).catch(() => {});
  try {
    yield* decoder;
  } catch (error) {
    if (error === upstream) throw error;
    throw new EncodingError(`the answer is not valid ${encoding}`, true, error);
  } finally {
    decoder.destroy();
  }
}
