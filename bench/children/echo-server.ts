import http from "node:http";
import { answerTasks, cpuMs } from "./answer.ts";

/** The least a server can do and still be believed: it reads the page and echoes its ids. */
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const text = Buffer.concat(chunks).toString("latin1");
    const id = /"external_id":"([^"]*)"/.exec(text)?.[1] ?? "";
    const body = `{"type":"external_page","id":"1","title":"Page","html":"","url":"https://docs.example.com/","ai_agent_availability":true,"ai_copilot_availability":true,"fin_availability":true,"locale":"en","source_id":1,"external_id":"${id}","created_at":1,"updated_at":1,"last_ingested_at":1}`;
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});

answerTasks<{ do: "start" | "cpu" }>(async (task) => {
  if (task.do === "cpu") return { cpuMs: cpuMs() };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, token: "t", sourceId: 1 };
});
