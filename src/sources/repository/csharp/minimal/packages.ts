import type { Method } from '../../../../model/api.ts';
import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { judged } from '../judging.ts';
import type { Frame, Group, RouteDraft } from './values.ts';

type Added = Omit<RouteDraft, 'guards' | 'anonymous'>;
interface Place {
  readonly group: Group;
  readonly frame: Frame;
  readonly node: SyntaxNode;
}

/** Calls of packages that map routes of their own, with the path they take when none is given. */
const known: Readonly<Record<string, readonly [path: string | undefined, methods: readonly Method[]]>> = {
  MapHealthChecks: [undefined, ['GET']],
  MapPrometheusScrapingEndpoint: ['/metrics', ['GET']],
  MapMetrics: ['/metrics', ['GET']],
  MapGraphQL: ['/graphql', ['POST']],
};

export function packageRoutes(
  name: string,
  path: RoutePath | undefined,
  place: Place,
): readonly Added[] | undefined {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined) return undefined;
  const own = path ?? (found[0] === undefined ? undefined : { text: found[0], resolved: true });
  if (own === undefined) return undefined;
  return [{ methods: found[1], path: joinPaths(place.group.prefix, own), builtIn: true, ...place }];
}

const identity: readonly (readonly [method: Method, path: string, guarded: boolean])[] = [
  ['POST', '/register', false],
  ['POST', '/login', false],
  ['POST', '/refresh', false],
  ['GET', '/confirmEmail', false],
  ['POST', '/resendConfirmationEmail', false],
  ['POST', '/forgotPassword', false],
  ['POST', '/resetPassword', false],
  ['POST', '/manage/2fa', true],
  ['GET', '/manage/info', true],
  ['POST', '/manage/info', true],
];

/** What `MapIdentityApi<TUser>()` maps. */
export const identityRoutes = (group: Group, frame: Frame, node: SyntaxNode): readonly Added[] =>
  identity.map(([method, text, guarded]) => ({
    methods: [method],
    path: joinPaths(group.prefix, { text, resolved: true }),
    group: guarded
      ? {
          prefix: group.prefix,
          parent: group,
          guards: [judged('MapIdentityApi', 'authentication', frame.file, node)],
          anonymous: false,
        }
      : group,
    frame,
    node,
    builtIn: true,
  }));
