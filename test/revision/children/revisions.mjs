// Finds out the revisions of programs whose file its parent names, each time anew, as a process that starts would: the
// module that keeps what it found is loaded once more for every question.

let asked = 0;
process.on("message", async ({ file, types }) => {
  asked += 1;
  const { connectorRevision, pagesRevision } = await import(`${file}?${asked}`);
  const each = types.map((type) => [`connectors/${type}`, connectorRevision({ type })]);
  process.send({ pages: pagesRevision(), ...Object.fromEntries(each) });
});
