import net from "node:net";

/**
 * Keeps the suite offline: a connection to anything but loopback fails at once, by name. Plain JavaScript,
 * because it is also preloaded into the programs that end-to-end tests start (`--import`).
 */
const loopback = (host) =>
  host === "localhost" || host === "::1" || host.startsWith("127.") || host.startsWith("::ffff:127.");

const { connect } = net.Socket.prototype;
// A process comes here before each file of tests that it runs: a guard of each would ask at every connection.
if (connect.name !== "guarded") {
  net.Socket.prototype.connect = function guarded(...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const target = typeof first === "object" && first !== null ? first : {};
    const host = typeof args[1] === "string" ? args[1] : target.host;
    if (!target.path && host !== undefined && !loopback(host)) {
      throw new Error(`test reached for the network: ${host}`);
    }
    return connect.apply(this, args);
  };
}
