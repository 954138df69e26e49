import type { GatewayRoute } from '../../../model/architecture.ts';
import type { TextFile } from '../gather.ts';
import type { YamlView } from '../yaml.ts';

/** A declarative configuration of Kong. */
export const isKong = ({ path, text }: TextFile): boolean =>
  /\.(ya?ml|json)$/.test(path) && /^["']?_format_version["']?\s*:/m.test(text.slice(0, 5_000));

const guards = new Set([
  'basic-auth',
  'key-auth',
  'jwt',
  'oauth2',
  'openid-connect',
  'hmac-auth',
  'ldap-auth',
  'acl',
  'session',
  'ip-restriction',
  'mtls-auth',
]);

/** Routes of every service; plugins of the route, its service and of all (Kong, declarative configuration). */
export function readKong(path: string, root: YamlView): readonly GatewayRoute[] {
  const general = pluginsOf(root).filter(
    (plugin) => !plugin.at('service').exists && !plugin.at('route').exists,
  );
  return root
    .at('services')
    .items()
    .flatMap((service) => {
      const to =
        service.at('name').text() ?? service.at('url').text() ?? service.at('host').text() ?? 'a service';
      return service
        .at('routes')
        .items()
        .flatMap((route) => {
          const checks = checksOf([...general, ...pluginsOf(service), ...pluginsOf(route)]);
          return routesOf(path, route, to, service, checks);
        });
    });
}

function routesOf(
  file: string,
  route: YamlView,
  to: string,
  service: YamlView,
  checks: readonly string[],
): readonly GatewayRoute[] {
  const texts = (key: string): readonly string[] =>
    route
      .at(key)
      .items()
      .flatMap((item) => item.text() ?? []);
  const hosts = texts('hosts');
  const methods = texts('methods');
  const paths = texts('paths');
  const base =
    service.at('path').text() ?? /^[a-z]+:\/\/[^/]+(\/.*)$/.exec(service.at('url').text() ?? '')?.[1];
  // A route strips the path it matched unless it says otherwise.
  const rewritten = route.at('strip_path').flag() === false ? undefined : (base ?? '/');
  return (paths.length === 0 ? ['/'] : paths).flatMap((path) =>
    (hosts.length === 0 ? [undefined] : hosts).map((host) => ({
      gateway: 'kong',
      ...(host === undefined ? {} : { host }),
      path: path.replace(/^~/, ''),
      match: path.startsWith('~') ? 'expression' : 'prefix',
      ...(methods.length === 0 ? {} : { methods }),
      to,
      ...(rewritten === undefined ? {} : { rewrittenTo: rewritten }),
      checks,
      origin: { kind: 'read', file, line: route.line },
    })),
  );
}

const pluginsOf = (view: YamlView): readonly YamlView[] => view.at('plugins').items();

const checksOf = (plugins: readonly YamlView[]): readonly string[] => [
  ...new Set(
    plugins
      .filter((plugin) => plugin.at('enabled').flag() !== false)
      .flatMap((plugin) => plugin.at('name').text() ?? [])
      .filter((name) => guards.has(name)),
  ),
];
