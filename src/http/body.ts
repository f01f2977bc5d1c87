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
