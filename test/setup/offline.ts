import net from "node:net";

/**
 * Keeps the suite offline: a connection to anything but loopback fails at once, by name.
 * Also preloaded into child processes (`--import`) so that end-to-end runs are held to the same rule.
 */
const loopback = (host: string) =>
  host === "localhost" || host === "::1" || host.startsWith("127.") || host.startsWith("::ffff:127.");

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0];
  const target =
    typeof first === "object" && first !== null ? (first as { host?: string; path?: string }) : {};
  const host = typeof args[1] === "string" ? args[1] : target.host;
  if (!target.path && host !== undefined && !loopback(host)) {
    throw new Error(`test reached for the network: ${host}`);
  }
  return (connect as (...a: unknown[]) => net.Socket).apply(this, args);
} as typeof net.Socket.prototype.connect;
