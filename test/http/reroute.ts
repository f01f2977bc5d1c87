import type { LookupAddress } from "node:dns";
import net, { isIP, type LookupFunction } from "node:net";

interface Target {
  readonly host?: string;
  readonly lookup?: LookupFunction;
}

const real = net.Socket.prototype.connect;

/**
 * Sends every connection of this process to 127.0.0.1, whichever address it was meant for, and notes that address
 * in `dialled`: what passes the client's rules reaches the listener there. Lookups run as they would.
 */
export function reroute(dialled: string[]): void {
  net.Socket.prototype.connect = function rerouted(this: net.Socket, ...args: unknown[]) {
    const [first] = args;
    const normalized: unknown[] = Array.isArray(first) ? first : args;
    // undici hands over one options object; no other caller connects while a test reroutes.
    const target = normalized[0] as Target;
    const host = target.host ?? "localhost";
    const go = (addresses: readonly string[]) => {
      dialled.push(...addresses);
      Reflect.apply(real, this, [{ ...target, host: "127.0.0.1", lookup: undefined }]);
    };
    const literal = host.replace(/^\[|\]$/g, "");
    if (isIP(literal) !== 0 || !target.lookup) go([literal]);
    else
      target.lookup(host, { all: true }, (error, found) => {
        if (error) this.destroy(error);
        else go(typeof found === "string" ? [found] : found.map(({ address }: LookupAddress) => address));
      });
    return this;
  } as typeof real;
}

export function restore(): void {
  net.Socket.prototype.connect = real;
}
