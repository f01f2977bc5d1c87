/**
 * The lines of UTF-8 that comes in pieces, without their line feeds; the last one, too, where nothing ends it. Only a line feed
 * ends a line: Node's `readline` does so at U+2028 and U+2029 as well since Node 24, and titles and messages may have one.
 * @param decoder one that is `fatal` throws where the bytes are not UTF-8; otherwise they become U+FFFD
 */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
  decoder = new TextDecoder(),
): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
