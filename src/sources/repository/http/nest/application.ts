import type { HostValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, textOf, unknown } from '../../javascript/value.ts';
import { given } from '../express.ts';
import { isPath, pathsOf } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import type { Given } from '../routing.ts';
import { harmlessInNest } from '../unread-packages.ts';
import { ownEntry } from '../../javascript/own.ts';
import type { Microservice } from './microservices.ts';
import { createMicroservice } from './microservices.ts';

export interface Versioning {
  /** Only versions in the URI show in paths. */
  readonly uri: boolean;
  readonly prefix: string;
  readonly defaults: readonly Value[];
}

/** One application made by `NestFactory.create` or `createMicroservice`, with what was set on it. */
export interface Application {
  readonly host: Value;
  readonly root: Value;
  readonly site: Site;
  readonly settings: Settings;
  /** Made by `createMicroservice`: it takes messages and answers no HTTP. */
  readonly onlyMessages: boolean;
}

/** What an application can be asked for. */
export interface Container {
  readonly reflector: Value;
  readonly configurations: ReadonlyMap<string, Value>;
}

interface Settings {
  /** It was seen to be started; scripts make applications only to reach their services. */
  starts: boolean;
  prefix: RoutePath | undefined;
  exclude: readonly Value[];
  versioning: Versioning | undefined;
  readonly guards: { readonly value: Value; readonly site: Site; readonly conditional: boolean }[];
  readonly middlewares: { readonly paths: readonly RoutePath[]; readonly given: Given }[];
  /** What takes messages for it. */
  readonly microservices: Microservice[];
  /** Sockets are accepted by code of the target, which may check. */
  ownSocketAdapter: boolean;
}

/** The host that `main.ts` works on; what is set on it in a branch that may not be taken counts as set. */
export function createApplication(
  root: Value,
  site: Site,
  container: Container,
  messages?: { readonly options: Value | undefined },
): Application {
  const settings: Settings = {
    starts: false,
    prefix: undefined,
    exclude: [],
    versioning: undefined,
    guards: [],
    middlewares: [],
    microservices: messages === undefined ? [] : [createMicroservice(messages.options, true)],
    ownSocketAdapter: false,
  };
  const host: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) => {
      const run = ownEntry(setters, name);
      if (run !== undefined)
        return native(name, (args, at) => {
          run(settings, args, at);
          return host;
        });
      if (name === 'connectMicroservice')
        return native(name, ([options, hybrid]) => {
          const connected = createMicroservice(options, inheritsSettings(hybrid));
          settings.microservices.push(connected);
          return connected.host;
        });
      if (name === 'get' || name === 'resolve') return native(name, ([token]) => provided(token, container));
      return calls.has(name) ? native(name, () => host) : undefined;
    },
  };
  return { host, root, site, settings, onlyMessages: messages !== undefined };
}

const calls = new Set(['enableCors', 'enableShutdownHooks', 'useGlobalPipes', 'useLogger']);

const inheritsSettings = (options: Value | undefined): boolean => {
  const given = options?.kind === 'object' ? options.fields.get('inheritAppConfig') : undefined;
  return given?.kind === 'primitive' && given.value === true;
};

const started: Setter = (settings) => {
  settings.starts = true;
};

type Setter = (settings: Settings, args: readonly Value[], site: Site) => void;

const setters: Readonly<Record<string, Setter>> = {
  listen: started,
  listenAsync: started,
  init: started,
  startAllMicroservices: started,
  startAllMicroservicesAsync: started,
  useWebSocketAdapter: (settings) => {
    settings.ownSocketAdapter = true;
  },
  setGlobalPrefix: (settings, [prefix, options]) => {
    settings.prefix = prefix === undefined ? undefined : pathsOf(prefix)[0];
    const exclude = options?.kind === 'object' ? options.fields.get('exclude') : undefined;
    settings.exclude = exclude?.kind === 'array' ? exclude.items : [];
  },
  enableVersioning: (settings, [options]) => {
    settings.versioning = versioningOf(options);
  },
  useGlobalGuards: (settings, args, site) => {
    for (const value of args) settings.guards.push({ value, site, conditional: false });
  },
  useGlobalInterceptors: (settings, args, site) => {
    for (const value of args) {
      const library = value.kind === 'result' ? value.callee : value.kind === 'library' ? value : undefined;
      if (library !== undefined && !harmlessInNest.test(library.package))
        settings.guards.push({ value, site, conditional: false });
    }
  },
  use: (settings, args, site) => {
    const [first, ...rest] = args;
    const paths = first !== undefined && rest.length > 0 && isPath(first) ? pathsOf(first) : [];
    const handlers = paths.length > 0 ? given(rest, site, 1) : given(args, site, 0);
    for (const each of handlers) settings.middlewares.push({ paths, given: each });
  },
};

/** URI with the prefix `v` is what NestJS does when nothing else is said. */
function versioningOf(options: Value | undefined): Versioning {
  if (options?.kind !== 'object') return { uri: true, prefix: 'v', defaults: [] };
  const type = options.fields.get('type');
  const prefix = options.fields.get('prefix');
  const version = options.fields.get('defaultVersion');
  const none = prefix?.kind === 'primitive' && prefix.value === false;
  return {
    uri: type === undefined || type === nothing || (type.kind === 'library' && /\bURI$/.test(type.path)),
    prefix: none ? '' : ((prefix === undefined ? undefined : textOf(prefix)) ?? 'v'),
    defaults: version === undefined ? [] : version.kind === 'array' ? version.items : [version],
  };
}

/** Services of the container: the reflector, and configuration by the names it was registered under. */
function provided(token: Value | undefined, { reflector, configurations }: Container): Value {
  if (token?.kind === 'library' && token.path === 'Reflector') return reflector;
  if (token?.kind !== 'library' || !token.path.endsWith('ConfigService'))
    return unknown('a service of the container', { configured: true });
  const host: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) =>
      name === 'get' || name === 'getOrThrow'
        ? native(name, ([key, fallback]) => configuration(key, fallback, configurations))
        : undefined,
  };
  return host;
}

function configuration(
  key: Value | undefined,
  fallback: Value | undefined,
  configurations: ReadonlyMap<string, Value>,
): Value {
  const path = key === undefined ? undefined : textOf(key);
  const [name, ...rest] = path?.split('.') ?? [];
  let at = name === undefined ? undefined : configurations.get(name);
  for (const part of rest) at = at?.kind === 'object' ? at.fields.get(part) : undefined;
  const isDefault = fallback?.kind === 'primitive' && fallback.value !== undefined;
  return at ?? (isDefault ? fallback : unknown(`the setting ${path ?? ''}`, { configured: true }));
}
