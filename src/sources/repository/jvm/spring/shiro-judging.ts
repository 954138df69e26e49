import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Lets } from '../boolean-checks.ts';
import type { ClassDeclaration } from '../classes.ts';
import { lastName } from '../code.ts';
import { fits } from '../filters.ts';
import { supertypeNames } from '../names.ts';
import { judge } from '../servlet/web-filters.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { askedPath } from './context-path.ts';
import { isOpened, openingAnnotations } from './openings.ts';
import type { ShiroChain, ShiroRule } from './shiro-chain.ts';
import { letsThrough } from './shiro-filters.ts';

/** What the filters of the first pattern that fits make of a request. */
export function guardsOf(world: World, chain: ShiroChain, asked: Asked): readonly JudgedGuard[] {
  let certain = true;
  for (const rule of chain.rules) {
    const fit =
      !asked.path.resolved || rule.pattern === undefined ? 'perhaps' : fits(rule.pattern, asked.path.text);
    // What settings may open besides is told by them: without one nothing is.
    if (fit === 'no' || rule.pattern === undefined) continue;
    const found = rule.filters.flatMap((name) => guardOf(world, chain, rule, name, asked));
    const guards = rule.perhaps === true ? found.map((guard) => ({ ...guard, conditional: true })) : found;
    // One that lets everybody through under a condition leaves the others to say.
    if (rule.perhaps === true && guards.length === 0) certain = false;
    else if (fit === 'yes')
      return certain ? guards : guards.map((guard) => ({ ...guard, conditional: true }));
    else if (guards.length === 0 && !asked.literals?.has(rule.pattern)) certain = false;
  }
  return [];
}

const signedIn = /^(authc|authcBasic|authcBearer|user|roles|perms|rest)$/;
/** Filters of Shiro that ask for nobody, and such as say by their name that they do something else. */
const harmless =
  /^(anon|invalidRequest|ip|logout|noSessionCreation|port|ssl)$|csrf|cors|xss|log|kick_?out|online|sync|captcha/i;
const library = /(Authenticating|Authentication|AccessControl|Authorization|User|PassThru\w*)Filter$/;

function guardOf(
  world: World,
  { of, own }: ShiroChain,
  { line }: ShiroRule,
  name: string,
  asked: Asked,
): readonly JudgedGuard[] {
  const type = own.get(name);
  const origin = { kind: 'read', file: of.file.path, line } as const;
  const kind = /^(roles|perms|rest)$/.test(name) ? 'authorisation' : 'authentication';
  const guard = { name, kind, requires: [], origin } as const;
  if (type === undefined) {
    if (signedIn.test(name)) return [{ guard, resolved: true, conditional: false, passes: false }];
    if (harmless.test(name)) return [];
    // A filter that is not read, or that something else adds.
    const named = kindByName(name) ?? 'other';
    return [{ guard: { ...guard, kind: named }, resolved: false, conditional: true, passes: false }];
  }
  if (/csrf|cors|xss|log|kickout/i.test(type.name)) return [];
  if (!supertypeNames(world, type).some((above) => library.test(lastName(above.name))))
    return [judge(world, type, ['doFilter', 'doFilterInternal', 'preHandle', 'onPreHandle']) ?? []].flat();
  const lets = ofFilter(world, type, asked);
  if (lets === 'all') return [];
  return [
    { guard: { ...guard, name: type.name }, resolved: true, conditional: lets === 'perhaps', passes: false },
  ];
}

/**
 * What a filter that the target writes makes of a request. It may ask whether a list that is made at run time has the
 * path: where annotations of the target open handlers, that is the list of those that carry one.
 */
function ofFilter(world: World, type: ClassDeclaration, asked: Asked): Lets {
  const path = askedPath(world, asked.near, asked.path);
  const lets = (unsettled: 'yes' | 'no'): Lets =>
    letsThrough(world, type, path === undefined ? undefined : { ...path, unsettled });
  const listed = lets('yes');
  const other = lets('no');
  if (listed === other && listed !== 'perhaps') return listed;
  if (openingAnnotations(world).size === 0) return 'perhaps';
  if (listed === other) return isOpened(world, asked) ? 'all' : 'none';
  return isOpened(world, asked) ? listed : other;
}
