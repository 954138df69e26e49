import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { fits } from '../filters.ts';
import type { WebXml } from '../web-xml.ts';

/** Security constraints of deployment descriptors that hold for a path when one of the methods is asked for. */
export function constraintsOf(
  descriptors: readonly WebXml[],
  methods: readonly Method[],
  path: string,
): readonly JudgedGuard[] {
  return descriptors.flatMap((each) =>
    each.constraints.flatMap(({ patterns, methods: only, roles, line }): readonly JudgedGuard[] => {
      if (only.length > 0 && !methods.some((method) => only.includes(method))) return [];
      const found = patterns.map((pattern) => fits(pattern.replace(/\/\*$/, '/**'), path));
      if (found.every((fit) => fit === 'no')) return [];
      const guard = {
        name: 'security-constraint',
        kind: 'authorisation',
        requires: roles,
        origin: { kind: 'read', file: each.path, line },
      } as const;
      return [{ guard, resolved: true, conditional: !found.includes('yes'), passes: false }];
    }),
  );
}
