import type { Decoration } from '../../javascript/decorators.ts';
import { kindByName } from '../guards.ts';
import type { JudgedGuard } from '../routing.ts';
import { harmlessInNest, unread } from '../unread-packages.ts';
import { textsOf } from './texts.ts';

/** Packages whose decorators describe, validate or map, and guard nothing. */
const describing =
  /^(@nestjs\/(swagger|common|core|graphql|config|mapped-types|throttler|cache-manager|websockets|microservices|typeorm|mongoose)|class-validator|class-transformer|typeorm|nestjs-zod)$/;

/**
 * Decorators that could not be followed but whose name says that they check something: the handler's access stays
 * open because of them.
 */
export const decorationGuards = (decorations: readonly Decoration[]): readonly JudgedGuard[] =>
  decorations.flatMap(({ package: from, name, args, site }): readonly JudgedGuard[] => {
    if (name === 'UseInterceptors' && from === '@nestjs/common') return interceptors(args, site);
    if (from !== '' && !describing.test(from) && !harmlessInNest.test(from) && !named.test(name))
      return [unread(name, site)];
    if (from !== '' && (describing.test(from) || !named.test(name))) return [];
    if (from === 'type-graphql') return name === 'Authorized' ? [authorized(args, site)] : [];
    const kind = name.endsWith('createDecorator()') ? undefined : kindByName(name);
    if (kind !== 'authentication' && kind !== 'authorisation') return [];
    const guard = { name, kind, requires: args.flatMap((each) => textsOf(each)), origin: site.origin };
    return [{ guard, resolved: false, conditional: true, passes: false }];
  });

const named = /guard|auth|roles?$|permission/i;

/** Interceptors of packages that nothing is known of run around the handler. */
const interceptors = (args: Decoration['args'], site: Decoration['site']): readonly JudgedGuard[] =>
  args.flatMap((value) => {
    const library = value.kind === 'result' ? value.callee : value.kind === 'library' ? value : undefined;
    return library === undefined || harmlessInNest.test(library.package)
      ? []
      : [unread(library.path.split('.').at(-1) ?? library.package, site)];
  });

/** `@Authorized('admin')` of TypeGraphQL: the checker of the schema is asked before the resolver runs. */
const authorized = (args: Decoration['args'], site: Decoration['site']): JudgedGuard => ({
  guard: {
    name: 'Authorized',
    kind: args.length === 0 ? 'authentication' : 'authorisation',
    requires: args.flatMap((each) => textsOf(each)),
    origin: site.origin,
  },
  resolved: true,
  conditional: false,
  passes: false,
});
