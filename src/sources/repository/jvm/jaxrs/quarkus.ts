import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { fits } from '../filters.ts';
import type { World } from '../world.ts';

/** `quarkus.http.auth.permission.<name>.paths` and its policy: checks by path, before the resource. */
export function quarkusPermissions(
  world: World,
  near: string,
  path: RoutePath,
  methods: readonly Method[],
): readonly JudgedGuard[] {
  const names = world.properties.keys(/^quarkus\.http\.auth\.permission\.(.+)\.paths$/, near);
  const found = names.flatMap((name) => {
    const base = `quarkus.http.auth.permission.${name}`;
    const get = (key: string): string => world.properties.get(`${base}.${key}`, near) ?? '';
    const only = get('methods')
      .split(',')
      .filter((part) => part !== '');
    if (get('enabled') === 'false' || (only.length > 0 && !methods.some((method) => only.includes(method))))
      return [];
    return get('paths')
      .split(',')
      .map((pattern) => ({ name, policy: get('policy'), pattern: pattern.trim().replace(/\/?\*$/, '/**') }))
      .filter(({ pattern }) => fits(pattern, path.text) === 'yes');
  });
  const longest = found.toSorted((a, b) => b.pattern.length - a.pattern.length)[0];
  if (longest === undefined || longest.policy === 'permit') return [];
  const kind = longest.policy === 'authenticated' ? 'authentication' : 'authorisation';
  const origin = { kind: 'read', file: world.properties.fileOf(near) ?? near, line: 1 } as const;
  return [
    {
      guard: { name: longest.name, kind, requires: [longest.policy], origin },
      resolved: true,
      conditional: false,
      passes: false,
    },
  ];
}
