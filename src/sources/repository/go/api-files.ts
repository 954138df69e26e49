import type { Parameter } from '../../../model/api.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { Repository } from '../gather.ts';
import type { JudgedGuard } from '../http/routing.ts';
import { kindByName } from '../http/guards.ts';
import { methodOf } from './routing/register.ts';
import { template } from './routing/paths.ts';

/** Routes of go-zero's description files (`.api`); those that the generated code registers as well are told once. */
export function apiFileRoutes(
  repository: Repository,
  known: readonly DeclaredRoute[],
): readonly DeclaredRoute[] {
  const files = [...repository.files.values()].filter(({ path }) => path.endsWith('.api'));
  const key = (route: DeclaredRoute): string =>
    `${route.methods.join()} ${route.path.text.replaceAll(/\{[^}]*\}/g, '{}').replace(/(.)\/$/, '$1')}`;
  const told = new Set(known.map(key));
  const types = new Map(files.flatMap(({ text }) => typesIn(text)));
  return files
    .flatMap(({ path, text }) => routesIn(path, text, types))
    .filter((route) => !told.has(key(route)));
}

interface Field {
  readonly name: string;
  readonly place: Parameter['in'] | 'any';
  readonly required: boolean;
}

function typesIn(text: string): readonly (readonly [string, readonly Field[]])[] {
  return [...text.matchAll(/^\s*(?:type\s+)?(\w+)\s*(?:struct\s*)?\{([^{}]*)\}/gm)].map(
    ([, name = '', body = '']) => [
      name,
      [...body.matchAll(/`[^`]*?(json|form|path|header):"([^",]+)([^"]*)"/g)].map(
        ([, kind, field = '', rest = '']) => ({
          name: field,
          place: kind === 'path' || kind === 'header' ? kind : kind === 'form' ? 'any' : 'body',
          required: !/optional|default/.test(rest),
        }),
      ),
    ],
  );
}

interface Settings {
  readonly prefix: string;
  readonly guards: readonly string[];
}

function routesIn(
  file: string,
  text: string,
  types: ReadonlyMap<string, readonly Field[]>,
): readonly DeclaredRoute[] {
  const routes: DeclaredRoute[] = [];
  let settings: Settings = { prefix: '', guards: [] };
  let server: string | undefined;
  let inService = false;
  let handler: string | undefined;
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\/\/.*$/, '').trim();
    if (/^@server\s*\(/.test(line)) server = '';
    if (server !== undefined) {
      server += `${line}\n`;
      if (line.includes(')')) {
        settings = settingsOf(server);
        server = undefined;
      }
      continue;
    }
    if (/^service\s+[\w-]+\s*\{/.test(line)) inService = true;
    else if (inService && line === '}') {
      inService = false;
      settings = { prefix: '', guards: [] };
    }
    handler = /^@handler\s+(\w+)/.exec(line)?.[1] ?? handler;
    const found = inService ? /^([a-z]+)\s+(\/[^\s(]*)\s*(?:\((\w*)\))?/.exec(line) : null;
    const method = methodOf(found?.[1]);
    if (found === null || method === undefined) continue;
    const origin = { kind: 'read' as const, file, line: at + 1 };
    const reads = method === 'GET' || method === 'DELETE';
    const fields = types.get(found[3] ?? '') ?? [];
    routes.push({
      technology: 'go-zero',
      methods: [method],
      path: {
        text: template(`${settings.prefix}/${found[2] ?? ''}`.replaceAll(/\/{2,}/g, '/')),
        resolved: true,
      },
      guards: settings.guards.map((name) => guardOf(name, origin)),
      ...(handler === undefined ? {} : { handler: { file, line: at + 1, name: handler } }),
      handlerLooksAtCredentials: 'unseen',
      parameters: fields
        .filter(({ place }) => place !== 'path')
        .map(({ name, place, required }) => ({
          name,
          in: place === 'any' ? (reads ? 'query' : 'body') : place,
          required,
          origin,
        })),
      origin,
    });
  }
  return routes;
}

function settingsOf(block: string): Settings {
  const value = (name: string): string | undefined =>
    new RegExp(`\\b${name}\\s*:\\s*([^\\s)]+)`).exec(block)?.[1];
  const middlewares = value('middleware')?.split(',') ?? [];
  return {
    prefix: value('prefix')?.replaceAll('"', '') ?? '',
    guards: [...(value('jwt') === undefined ? [] : ['jwt']), ...middlewares.map((name) => name.trim())],
  };
}

function guardOf(name: string, origin: DeclaredRoute['origin']): JudgedGuard {
  const kind = kindByName(name) ?? 'other';
  return {
    guard: { name, kind, requires: [], origin },
    resolved: kind !== 'other',
    conditional: false,
    passes: false,
  };
}
