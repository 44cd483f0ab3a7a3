import dns from 'node:dns';
import net from 'node:net';

export interface OnlyLoopback {
  /** Every TCP destination this process tried, as `address:port`; `path:…` for a local socket. */
  readonly tried: readonly string[];
  /** Those that were refused because they are neither loopback nor rerouted. */
  readonly strays: readonly string[];
  /** Gives the process its sockets back. */
  restore(): void;
}

interface Options {
  /** Public destinations a test stands in for, for instance `{ '93.184.216.34:443': 8443 }`. */
  readonly reroute?: Readonly<Record<string, number>>;
}

type Connect = (this: net.Socket, ...given: unknown[]) => net.Socket;

const prototype = net.Socket.prototype as unknown as { connect: Connect };

/**
 * From now on no TCP or TLS connection of this process leaves the machine: `net.connect`, `tls.connect` and
 * `Socket.connect` all end here. A name is resolved the way the socket would have done it, then every
 * address is checked, so what counts is where a connection really goes. One at a time per process.
 */
export const onlyLoopback = ({ reroute = {} }: Options = {}): OnlyLoopback => {
  const tried: string[] = [];
  const strays: string[] = [];
  const original = prototype.connect;

  /** The destination to use instead, or nothing when it is refused. */
  const admit = (address: string, port: number): net.TcpNetConnectOpts | undefined => {
    const destination = `${address}:${String(port)}`;
    tried.push(destination);
    const standIn = reroute[destination];
    if (standIn !== undefined) return { host: '127.0.0.1', port: standIn };
    if (isLoopback(address)) return { host: address, port };
    strays.push(destination);
    return undefined;
  };

  prototype.connect = function connect(...given) {
    const { target, listener } = readArguments(given);
    const go = (address: string): void => {
      const admitted = admit(address, Number(target.port));
      if (admitted === undefined) refuse(this);
      else original.call(this, { ...target, ...admitted, lookup: undefined }, listener);
    };

    if ('path' in target && typeof target.path === 'string') {
      tried.push(`path:${target.path}`);
      return original.call(this, target, listener);
    }
    // As in a real attempt; otherwise a write before the connection stands would fail.
    Object.assign(this, { connecting: true });
    const host = target.host ?? '127.0.0.1';
    if (net.isIP(host) !== 0) go(host);
    else {
      const lookup = target.lookup ?? dns.lookup;
      lookup(host, { all: true }, (error, answer) => {
        const first = typeof answer === 'string' ? answer : answer[0]?.address;
        if (error !== null || first === undefined) this.destroy(error ?? new Error('no address'));
        else go(first);
      });
    }
    return this;
  };

  return {
    tried,
    strays,
    restore: () => {
      prototype.connect = original;
    },
  };
};

/** Later, as a real connection fails: the caller has yet to listen for errors. */
const refuse = (socket: net.Socket): void => {
  setImmediate(() => socket.destroy(new Error('only loopback may be reached')));
};

const isLoopback = (address: string): boolean =>
  /^(?:127\.|::1$|::ffff:127\.)/.test(address) || address === '0.0.0.0';

/** `connect(options, listener)`, `connect(port, host, listener)`, or Node's own array of both. */
const readArguments = (
  given: readonly unknown[],
): { target: Partial<net.TcpNetConnectOpts & net.IpcNetConnectOpts>; listener: unknown } => {
  const [first, ...rest] = (Array.isArray(given[0]) ? given[0] : given) as readonly unknown[];
  const listener = rest.findLast((value) => typeof value === 'function');
  if (typeof first === 'object' && first !== null) return { target: first, listener };
  const host = rest.find((value) => typeof value === 'string');
  const target = { port: Number(first), ...(host === undefined ? {} : { host }) };
  return { target, listener };
};
