import type { GatewayRoute } from '../../../model/architecture.ts';
import type { YamlView } from '../yaml.ts';

/** Matchers of one alternative of a rule: Host(`a`) && PathPrefix(`/x`). */
interface Matched {
  readonly hosts: readonly string[];
  readonly paths: readonly { readonly path: string; readonly match: GatewayRoute['match'] }[];
  readonly methods: readonly string[];
}

interface Router {
  readonly rule: string;
  readonly to: string;
  readonly middlewares: readonly string[];
  readonly line: number;
}

/** A middleware by its name in the file: what it does to a request. */
interface Middleware {
  readonly check?: string;
  readonly rewrittenTo?: string;
}

/** Routers of a dynamic configuration file (`http.routers`). */
export function readTraefik(file: string, root: YamlView): readonly GatewayRoute[] {
  const http = root.at('http');
  const middlewares = new Map<string, Middleware>();
  for (const [name, view] of http.at('middlewares').entries())
    for (const [kind] of view.entries()) middlewares.set(name, middlewareOf(kind));
  return http
    .at('routers')
    .entries()
    .flatMap(([, view]) => {
      const rule = view.at('rule').text();
      if (rule === undefined) return [];
      const router: Router = {
        rule,
        to: view.at('service').text() ?? 'a service',
        middlewares: view
          .at('middlewares')
          .items()
          .flatMap((item) => item.text() ?? []),
        line: view.line,
      };
      return routesOf(file, router, middlewares);
    });
}

const label = /^traefik\.http\.(routers|middlewares)\.([^.]+)\.(.+)$/;

/** Routers in the labels of compose services; both the list and the map form. */
export function readTraefikLabels(file: string, root: YamlView): readonly GatewayRoute[] {
  const services = root
    .at('services')
    .entries()
    .map(([service, view]) => ({ service, labels: labelsOf(view) }));
  const middlewares = new Map<string, Middleware>();
  for (const { key } of services.flatMap(({ labels }) => labels)) {
    const [, group, name = '', rest = ''] = label.exec(key) ?? [];
    if (group === 'middlewares') middlewares.set(name, middlewareOf(rest.split('.')[0] ?? ''));
  }
  return services.flatMap(({ service, labels }) =>
    labels.flatMap(({ key, value, line }) => {
      const [, group, name, rest] = label.exec(key) ?? [];
      if (group !== 'routers' || rest !== 'rule') return [];
      const given = labels.find((other) => other.key === `traefik.http.routers.${name}.middlewares`)?.value;
      const router = { rule: value, to: service, middlewares: given?.split(',') ?? [], line };
      return routesOf(file, router, middlewares);
    }),
  );
}

interface Label {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

function labelsOf(service: YamlView): readonly Label[] {
  const places = [service.at('labels'), service.at('deploy').at('labels')];
  return places.flatMap((labels) => [
    ...labels.entries().map(([key, value]) => ({ key, value: value.text() ?? '', line: value.line })),
    ...labels.items().flatMap((item) => {
      const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(item.text() ?? '') ?? [];
      return key === '' ? [] : [{ key: key.trim(), value: value.trim(), line: item.line }];
    }),
  ]);
}

function routesOf(
  file: string,
  { rule, to, middlewares, line }: Router,
  known: ReadonlyMap<string, Middleware>,
): readonly GatewayRoute[] {
  const used = middlewares.flatMap((name) => known.get(name.trim().replace(/@\w+$/, '')) ?? []);
  const checks = used.flatMap(({ check }) => check ?? []);
  const rewritten = used.find(({ rewrittenTo }) => rewrittenTo !== undefined)?.rewrittenTo;
  return rule.split('||').flatMap((part) => {
    const { hosts, paths, methods } = matchersOf(part);
    return (hosts.length === 0 ? [undefined] : hosts).flatMap((host) =>
      (paths.length === 0 ? [{ path: '/', match: 'prefix' as const }] : paths).map(
        ({ path, match }): GatewayRoute => ({
          gateway: 'traefik',
          ...(host === undefined ? {} : { host }),
          path,
          match,
          ...(methods.length === 0 ? {} : { methods }),
          to,
          ...(rewritten === undefined ? {} : { rewrittenTo: rewritten }),
          checks,
          origin: { kind: 'read', file, line },
        }),
      ),
    );
  });
}

const matchKinds: Readonly<Record<string, GatewayRoute['match']>> = {
  Path: 'exact',
  PathPrefix: 'prefix',
  PathRegexp: 'expression',
};

function matchersOf(rule: string): Matched {
  const hosts: string[] = [];
  const paths: Matched['paths'][number][] = [];
  const methods: string[] = [];
  for (const [, name = '', list = ''] of rule.matchAll(/(?<!!\s*)\b(\w+)\(([^)]*)\)/g)) {
    const values = [...list.matchAll(/[`'"]([^`'"]*)[`'"]/g)].flatMap(([, value]) => value ?? []);
    const match = matchKinds[name];
    if (name === 'Host' || name === 'HostRegexp') hosts.push(...values);
    else if (name === 'Method') methods.push(...values);
    else if (match !== undefined) paths.push(...values.map((path) => ({ path, match })));
  }
  return { hosts, paths, methods };
}

function middlewareOf(kind: string): Middleware {
  const name = kind.toLowerCase();
  if (/^(basicauth|digestauth|forwardauth|ipallowlist|ipwhitelist)$/.test(name)) return { check: name };
  return /^(stripprefix|stripprefixregex|replacepath)$/.test(name) ? { rewrittenTo: '/' } : {};
}
