/**
 * Preloaded into a hub's process (`node --import`): writes every destination it connects to, one
 * `host:port` a line, into the file that NOTE_CONNECTIONS_IN names. TLS, HTTP and the database all end in
 * this one method.
 */
import { appendFileSync } from 'node:fs';
import net from 'node:net';

const file = process.env['NOTE_CONNECTIONS_IN'];
if (file === undefined) throw new Error('NOTE_CONNECTIONS_IN is not set');

const { connect } = net.Socket.prototype;

/**
 * @this {net.Socket}
 * @param {unknown[]} given `connect(options)`, `connect(port, host)`, or Node's own array of them
 */
function noted(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  const { host, port, path } =
    typeof first === 'object' && first !== null
      ? first
      : { host: second, port: first, path: undefined };
  const name = typeof host === 'string' ? host : 'localhost';
  appendFileSync(file ?? '', `${String(path ?? `${name}:${String(port)}`)}\n`);
  return Reflect.apply(connect, this, given);
}

net.Socket.prototype.connect = noted;
