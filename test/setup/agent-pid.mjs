// Has every request of undici's bear the number of its process in its User-Agent, so that an emulator's log tells runs
// apart. https://undici.nodejs.org/#/docs/api/DiagnosticsChannel: undici:request:create
import { channel } from "node:diagnostics_channel";

channel("undici:request:create").subscribe(({ request }) => {
  const { headers } = request;
  const at = Array.isArray(headers) ? headers.findIndex((name) => /^user-agent$/i.test(String(name))) : -1;
  if (at >= 0) headers[at + 1] = `${headers[at + 1]} process/${process.pid}`;
});
