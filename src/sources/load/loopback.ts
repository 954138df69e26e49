import { lookup } from 'node:dns/promises';
import { BlockList, connect, isIPv6 } from 'node:net';
import { LoadProblem } from './problem.ts';

/** A server on this machine. Requests go to `address`, never to what the name may mean later. */
export interface LoopbackTarget {
  readonly address: string;
  readonly port: number;
  /** As the user wrote it: the `Host` header. */
  readonly host: string;
  readonly origin: string;
  /** Path and query of the given address. */
  readonly path: string;
}

/** Finds all addresses of a name; tests give their own. */
export type Resolve = (name: string) => Promise<readonly string[]>;

const connectSeconds = 2;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Only 127.0.0.0/8 and ::1; neither 0.0.0.0 nor an IPv4 address written as IPv6 counts. */
export const isLoopback = (address: string): boolean =>
  address.startsWith('::ffff:') ? false : loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

/**
 * The server behind an address, if it is on this machine: a load test of anything else is an attack. The name is
 * resolved once and every address it has must be loopback; the connection goes to the address that was checked.
 * @throws LoadProblem for another host, another protocol than http, or when nothing listens
 */
export async function loopbackTarget(
  text: string,
  resolve: Resolve = systemResolve,
): Promise<LoopbackTarget> {
  const url = readUrl(text);
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await addressesOf(name, resolve);
  const foreign = addresses.find((address) => !isLoopback(address));
  if (foreign !== undefined)
    throw new LoadProblem(
      `${name} is ${foreign}, which is not on this machine`,
      'Only loopback is measured (127.0.0.0/8 and ::1). Start the server here, or run plumbline where it runs.',
      text,
    );
  const port = url.port === '' ? 80 : Number(url.port);
  for (const address of addresses)
    if (await listens(address, port))
      return { address, port, host: url.host, origin: url.origin, path: `${url.pathname}${url.search}` };
  throw new LoadProblem(`nothing listens on port ${port} of ${name}`, 'Start the server first.', text);
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const next = 'Give one such as http://127.0.0.1:3000/products.';
  if (url === undefined) throw new LoadProblem('this is no address', next, text);
  if (url.protocol !== 'http:')
    throw new LoadProblem(
      `${url.protocol.replace(':', '')} is not measured, only http`,
      'Measure behind the part that ends TLS: its work is not that of the server.',
      text,
    );
  if (url.username !== '' || url.password !== '')
    throw new LoadProblem('the address holds credentials', 'Give them as a header in a plan (--plan).');
  return url;
}

async function addressesOf(name: string, resolve: Resolve): Promise<readonly string[]> {
  try {
    const addresses = await resolve(name);
    if (addresses.length > 0) return addresses;
  } catch {
    // Said below, like a name without addresses.
  }
  throw new LoadProblem(`${name} has no address`, 'Give localhost or 127.0.0.1.');
}

const systemResolve: Resolve = async (name) =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);

async function listens(address: string, port: number): Promise<boolean> {
  return await new Promise((answer) => {
    const socket = connect({ host: address, port, timeout: connectSeconds * 1000 });
    const settle = (is: boolean) => {
      socket.destroy();
      answer(is);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}
