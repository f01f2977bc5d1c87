/**
 * Calls `tell` for what nobody caught, a promise's rejection too, then ends the process as a failure: Node's own
 * report would be written past the redaction. The result stops listening.
 */
export function listenForCrashes(
  tell: (error: unknown) => void,
  end: () => void = () => process.exit(1),
): () => void {
  const listener = (error: unknown) => {
    try {
      tell(error);
    } finally {
      end();
    }
  };
  process.on("uncaughtException", listener);
  return () => process.off("uncaughtException", listener);
}
