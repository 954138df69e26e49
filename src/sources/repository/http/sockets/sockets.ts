import type { LibraryModel, Machine } from '../../javascript/machine.ts';
import { siteOf } from '../../javascript/machine.ts';
import type { HostValue, LibraryValue, Site, Value } from '../../javascript/value.ts';
import { native, textOf, truth, unknown } from '../../javascript/value.ts';
import { given } from '../express.ts';
import { handlerChecks } from '../handler-checks.ts';
import type { Given, Route } from '../routing.ts';

/** Events that servers of sockets take from their clients. */
export interface SocketWorld {
  readonly library: LibraryModel;
  readonly routes: () => readonly Route[];
}

/** A namespace or path with the checks that a connection passes. */
interface Space {
  readonly path: string;
  readonly checks: Given[];
  readonly entrance: Entrance;
}

/** How connections come to a server. */
interface Entrance {
  /** Something that is not followed takes the handshake, and may check who comes. */
  handed: boolean;
}

interface Listened {
  readonly space: Space;
  readonly event: string | undefined;
  readonly handler: Value;
  /** Checks that each message of a connection passes. */
  readonly before: readonly Given[];
  readonly site: Site;
}

/** Events of a connection's own life. */
const reserved =
  /^(connect|connection|disconnect|disconnecting|error|close|open|ping|pong|upgrade|listening|headers)$/;

/**
 * Socket.IO: `socket.on('say', …)` of a namespace is `/namespace#say`. `ws`: the messages of a server come at its path.
 */
export function socketWorld(): SocketWorld {
  const listened: Listened[] = [];
  return {
    library: {
      packages: ['socket.io', 'ws'],
      call: (library, args, site, machine) =>
        library.package === 'ws'
          ? webSocketServer(listened, library, args)
          : socketServer(listened, library, args, machine),
    },
    routes: () => listened.map(routeOf),
  };
}

function routeOf({ space, event, handler, before, site }: Listened): Route {
  const inner = handler.kind === 'function' ? handlerChecks(handler) : [];
  return {
    technology: 'sockets',
    methods: ['ANY'],
    path: {
      text: event === undefined ? space.path : `${space.path}#${event}`,
      resolved: !space.path.includes('{unresolved}'),
    },
    guards: [...space.checks, ...before],
    own: { judged: inner, doubts: [] },
    ...(space.entrance.handed && { unseenChecks: true }),
    parameters: [],
    handlers: [{ value: handler, site, conditional: false }],
    site,
    protocol: 'ws',
  };
}

const host = (member: HostValue['member']): HostValue => ({
  kind: 'host',
  technology: 'sockets',
  fields: new Map(),
  member,
});

function socketServer(
  listened: Listened[],
  { path }: LibraryValue,
  args: readonly Value[],
  machine: Machine,
): Value | undefined {
  const name = path.replace(/^default\.?/, '');
  if (!/^(|Server|new|listen)$/.test(name)) return undefined;
  return namespace(listened, machine, '/', { known: new Map(), entrance: { handed: asksBefore(args) } });
}

const namesPlace = /origin|host|referer/i;
const namesCredential = /token|key|secret|auth|cookie|session|user|jwt|passw|verif|sign/i;

/** `allowRequest`: every handshake passes it. One that only looks at the page a request comes from checks nobody. */
function asksBefore(args: readonly Value[]): boolean {
  const options = args.findLast((each) => each.kind === 'object');
  const asks = options?.kind === 'object' ? options.fields.get('allowRequest') : undefined;
  if (asks === undefined || truth(asks) === false) return false;
  if (asks.kind !== 'function') return true;
  const text = asks.file.text.slice(asks.node.start, asks.node.end);
  return namesCredential.test(text) || !namesPlace.test(text);
}

/** What the namespaces of one server share. */
interface Shared {
  readonly known: Map<string, Value>;
  readonly entrance: Entrance;
}

/** `io`, `io.of('/admin')`: what is used there stands before every connection. */
function namespace(listened: Listened[], machine: Machine, path: string, shared: Shared): Value {
  const { known, entrance } = shared;
  const space: Space = { path, checks: [], entrance };
  const made = host((name) => {
    switch (name) {
      case 'use':
        return native(name, (args, site) => {
          space.checks.push(...given(args, site, 0));
          return made;
        });
      case 'of':
        return native(name, ([at]) => {
          const text = (at && textOf(at)) ?? '/{unresolved}';
          const full = text.startsWith('/') ? text : `/${text}`;
          const found =
            known.get(full) ?? (full === path ? made : namespace(listened, machine, full, shared));
          known.set(full, found);
          return found;
        });
      case 'on':
      case 'once':
        return native(name, ([event, callback]) => {
          const isConnection = /^connect(ion)?$/.test((event && textOf(event)) ?? '');
          if (isConnection && callback?.kind === 'function')
            machine.call(callback, [socket(listened, space)], siteOf(callback.file, callback.node));
          return made;
        });
      case 'sockets':
        return made;
      case 'attach':
      case 'listen':
        return native(name, (args) => {
          entrance.handed ||= asksBefore(args);
          return made;
        });
      default:
        return native(name, () => made);
    }
  });
  return made;
}

/** One connection: its handlers are what a client can ask for. */
function socket(listened: Listened[], space: Space): Value {
  const before: Given[] = [];
  const made = host((name) => {
    if (name === 'use')
      return native(name, (args, site) => {
        before.push(...given(args, site, 0));
        return made;
      });
    if (name === 'on' || name === 'once')
      return native(name, ([event, handler], site) => {
        const text = event === undefined ? undefined : textOf(event);
        if (handler !== undefined && text !== undefined && !reserved.test(text))
          listened.push({ space, event: text, handler, before: [...before], site });
        return made;
      });
    if (/^(handshake|request|data|rooms|client|conn|id|user)$/.test(name))
      return unknown(`${name} of a connection`);
    return native(name, () => made);
  });
  return made;
}

/**
 * `new WebSocketServer({ path })`: every message of a connection comes to its `message` handlers. With `noServer` they
 * come to whatever path the code asks for that hands them over, and behind what it checks.
 */
function webSocketServer(
  listened: Listened[],
  library: LibraryValue,
  args: readonly Value[],
): Value | undefined {
  if (!/(^|\.)(WebSocketServer|Server)$/.test(library.path)) return undefined;
  const [options] = args;
  const path = options?.kind === 'object' ? options.fields.get('path') : undefined;
  const apart = options?.kind === 'object' ? options.fields.get('noServer') : undefined;
  const handed = apart !== undefined && truth(apart) !== false;
  const text = path === undefined && !handed ? '/' : ((path && textOf(path)) ?? '/{unresolved}');
  const space: Space = { path: text, checks: [], entrance: { handed } };
  const checks = options?.kind === 'object' ? options.fields.get('verifyClient') : undefined;
  const made = host((name) =>
    name === 'on'
      ? native(name, ([event, callback], site) => {
          if ((event && textOf(event)) === 'connection' && callback?.kind === 'function') {
            if (checks !== undefined)
              space.checks.push({ value: checks, site, conditional: false, written: 'verifyClient' });
            listened.push({ space, event: undefined, handler: callback, before: [], site });
          }
          return made;
        })
      : native(name, () => made),
  );
  return made;
}
