import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { attribute } from '../annotations.ts';
import { buildNaming } from '../builds.ts';
import { dotted, lastName } from '../code.ts';
import { itemsOf } from '../values.ts';
import { verdictOf } from '../role-annotations.ts';
import type { World } from '../world.ts';

interface Asked {
  readonly near: string;
  readonly own: readonly Annotated[];
  readonly annotations: readonly Annotated[];
  readonly path: RoutePath;
  readonly methods: readonly Method[];
}

/**
 * `@Secured`, `@RolesAllowed` and their kin; without any, Micronaut Security turns callers away, as no rule lets them
 * in.
 */
export function micronautGuards(world: World, { near, own, annotations }: Asked): readonly JudgedGuard[] {
  for (const list of [annotations, own]) {
    const secured = list.find(({ name }) => name === 'Secured');
    if (secured !== undefined) return securedGuard(world, secured);
  }
  const verdict = verdictOf(world, annotations, own);
  if (verdict.kind === 'checks') return verdict.guards;
  if (verdict.kind === 'open') return [];
  const build = securedBy(world, near);
  if (build === undefined) return [];
  const origin = { kind: 'read', file: build, line: 1 } as const;
  const guard = { name: 'micronaut-security', kind: 'authentication', requires: [], origin } as const;
  const map = world.properties.keys(/^(micronaut\.security\.interceptur\w*)/, near).length > 0;
  return [{ guard, resolved: true, conditional: map, passes: false }];
}

const securedBy = (world: World, near: string): string | undefined =>
  world.properties.get('micronaut.security.enabled', near) === 'false'
    ? undefined
    : buildNaming(world, near, /micronaut-security/);

function securedGuard(world: World, secured: Annotated): readonly JudgedGuard[] {
  const names = itemsOf(world, attribute(secured, 'value'), secured.scope).map((item) =>
    item.kind === 'text' ? item.value : lastName(dotted(item) ?? 'unknown'),
  );
  if (names.some((name) => /^(IS_ANONYMOUS|isAnonymous\(\))$/.test(name))) return [];
  const isSignedIn = names.every((name) => /^(IS_AUTHENTICATED|isAuthenticated\(\))$/.test(name));
  const origin = { kind: 'read', file: secured.scope.file.path, line: secured.line } as const;
  const guard = {
    name: 'Secured',
    kind: isSignedIn ? 'authentication' : 'authorisation',
    requires: names,
    origin,
  } as const;
  return [{ guard, resolved: true, conditional: false, passes: false }];
}
