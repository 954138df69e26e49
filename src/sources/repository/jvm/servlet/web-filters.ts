import type { JudgedGuard } from '../../http/routing.ts';
import { attribute, expand } from '../annotations.ts';
import { rejectionOf } from '../checks.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { kindByName } from '../../http/guards.ts';
import { walkCode } from '../code.ts';
import { fits } from '../filters.ts';
import { methodOf, scopeOf } from '../names.ts';
import { textsOf } from '../values.ts';
import type { WebXml } from '../web-xml.ts';
import type { World } from '../world.ts';

/** Filters of `@WebFilter` and of the descriptor that turn callers away, for a path. */
export function filterGuards(
  world: World,
  descriptors: readonly WebXml[],
): (path: string) => readonly JudgedGuard[] {
  const annotated = world
    .filesWith(/@WebFilter\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => {
      const found = expand(world, of.annotations, scopeOf(of)).find(({ name }) => name === 'WebFilter');
      const patterns =
        found === undefined
          ? []
          : ['urlPatterns', 'value']
              .flatMap((key) => textsOf(world, attribute(found, key), found.scope))
              .flatMap(({ text }) => text ?? []);
      return patterns.map((pattern) => ({ of, pattern }));
    });
  const described = descriptors.flatMap(({ path, filters, filterMappings }) =>
    filterMappings.flatMap(({ servlet, pattern }) => {
      const of = world.qualified(filters.get(servlet) ?? '', path);
      return of === undefined ? [] : [{ of, pattern }];
    }),
  );
  const judged = [...annotated, ...described].flatMap(({ of, pattern }) => {
    const guard = judge(world, of);
    return guard === undefined ? [] : [{ pattern: pattern.replace(/\/\*$/, '/**'), guard }];
  });
  return (path) =>
    judged.flatMap(({ pattern, guard }) => {
      const fit = fits(pattern, path);
      return fit === 'no' ? [] : [fit === 'yes' ? guard : { ...guard, conditional: true }];
    });
}

function judge(world: World, of: ClassDeclaration): JudgedGuard | undefined {
  const found = methodOf(world, of, 'doFilter') ?? methodOf(world, of, 'doFilterInternal');
  const body = found?.method.body?.();
  if (found === undefined || body === undefined) return undefined;
  const { unknown, forbidden } = rejectionOf(world, {
    place: { file: of.file.path, line: of.line },
    parameters: [],
    body,
    scope: scopeOf(found.owner),
    owner: of,
  });
  let [redirects, choosesPath] = [false, false];
  walkCode(body, (code) => {
    if (code.kind !== 'call') return;
    redirects ||= /^(sendRedirect|forward)$/.test(code.name);
    choosesPath ||=
      /^(getRequestURI|getServletPath|getRequestURL|getPathInfo|startsWith|endsWith|matches)$/.test(
        code.name,
      );
  });
  const named = kindByName(of.name);
  const kind = unknown
    ? 'authentication'
    : forbidden
      ? 'authorisation'
      : redirects && (named === 'authentication' || named === 'authorisation')
        ? named
        : undefined;
  if (kind === undefined) return undefined;
  const origin = { kind: 'read', file: of.file.path, line: found.method.line } as const;
  return {
    guard: { name: of.name, kind, requires: [], origin },
    resolved: true,
    conditional: choosesPath,
    passes: false,
  };
}
