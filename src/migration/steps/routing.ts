import type { MigrationStep, Side } from '../../model/migration.ts';

interface Moved {
  readonly method: string;
  readonly path: string;
}

const parsed = (endpoint: string): Moved | undefined => {
  const at = endpoint.indexOf(' ');
  const path = endpoint.slice(at + 1);
  return at > 0 && path.startsWith('/') ? { method: endpoint.slice(0, at), path } : undefined;
};

/** A path with `{name}` parameters as a regular expression that both gateways read (RE2 and PCRE). */
const pattern = (path: string): string =>
  path
    .split(/(\{[^}]*\})/)
    .map((part) =>
      /^\{[^}]*\}$/.test(part) ? '[^/]+' : part.replaceAll(/[.*+?^$()|[\]\\{}]/g, String.raw`\$&`),
    )
    .join('');

/**
 * The change of the gateway, for the endpoints of one step: a router in front of both systems is what makes the
 * strangler fig possible (Fowler). Lines are added before those of earlier steps.
 */
export function routingOf(endpoints: readonly string[], to: Side): NonNullable<MigrationStep['routing']> {
  const moved = endpoints.map(parsed).filter((each) => each !== undefined);
  return { nginx: nginx(moved, to), envoy: envoy(moved, to) };
}

function nginx(moved: readonly Moved[], to: Side): string {
  const lines = moved.map(({ method, path }) => {
    const verb = method === 'ANY' ? '[A-Z]+' : method;
    return `    "~^${verb} ${pattern(path).replaceAll('"', String.raw`\"`)}$" ${to};`;
  });
  return [
    '# in http {}; location / { proxy_pass http://$serving; } with the upstreams legacy and target',
    'map "$request_method $uri" $serving {',
    '    default legacy;',
    ...lines,
    '}',
  ].join('\n');
}

function envoy(moved: readonly Moved[], to: Side): string {
  const routes = moved.flatMap(({ method, path }) => [
    '- match:',
    `    safe_regex: { regex: ${JSON.stringify(pattern(path))} }`,
    ...(method === 'ANY' ? [] : [`    headers: [{ name: ":method", string_match: { exact: ${method} } }]`]),
    `  route: { cluster: ${to} }`,
  ]);
  return ['# in virtual_hosts[].routes, before the route of the legacy system', ...routes].join('\n');
}
