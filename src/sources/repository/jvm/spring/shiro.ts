import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { bodyOf } from '../anonymous/bodies.ts';
import { typeOf, typesIn } from '../statements/typing.ts';
import { usesModule } from '../module-uses.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { fits } from '../filters.ts';
import { scopeOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { calleesOf } from '../statements/callees.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { askedPath } from './context-path.ts';
import { isOpened, openingAnnotations } from './openings.ts';
import type { Lets } from './shiro-filters.ts';
import { letsThrough } from './shiro-filters.ts';

interface ShiroRule {
  /** Undefined: settings give it. */
  readonly pattern: string | undefined;
  readonly filters: readonly string[];
  readonly line: number;
}

interface ShiroChain {
  readonly of: ClassDeclaration;
  readonly rules: readonly ShiroRule[];
  /** Filters of the target, by the names under which chains have them. */
  readonly own: ReadonlyMap<string, ClassDeclaration | undefined>;
}

/** Chains of Apache Shiro: the first pattern that fits says which filters a request has to pass. */
export function shiroGuards(world: World): (asked: Asked) => readonly JudgedGuard[] {
  const chains = world
    .filesWith(/\bShiroFilter(FactoryBean|ChainDefinition)\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => of.methods.flatMap((method) => chainOf(world, of, method)));
  return (asked) => {
    const module = moduleOf(asked.near);
    const near = chains.filter(({ of }) => {
      const other = moduleOf(of.file.path);
      return other === module || usesModule(world, module, other) || usesModule(world, other, module);
    });
    const [only] = near;
    if (only === undefined) return [];
    const guards = guardsOf(world, only, asked);
    return near.length === 1 ? guards : guards.map((guard) => ({ ...guard, conditional: true }));
  };
}

function chainOf(world: World, of: ClassDeclaration, method: MethodDeclaration): readonly ShiroChain[] {
  if (!/^(Custom)?ShiroFilter(FactoryBean|ChainDefinition)$/.test(lastName(method.returns?.name ?? '')))
    return [];
  const rules: ShiroRule[] = [];
  const own = new Map<string, ClassDeclaration | undefined>();
  collect(world, { of, method }, { rules, own }, 0);
  return rules.length === 0 ? [] : [{ of, rules, own }];
}

interface Collected {
  readonly rules: ShiroRule[];
  readonly own: Map<string, ClassDeclaration | undefined>;
}

/** What is put into the maps, in order; also by methods whose map is put in whole. */
function collect(
  world: World,
  { of, method }: { readonly of: ClassDeclaration; readonly method: MethodDeclaration },
  found: Collected,
  depth: number,
): void {
  const body = bodyOf(typesIn(world), method, of);
  const text = (code: Code | undefined): string | undefined => textOf(world, code, scopeOf(of)).text;
  walkCode(method.body?.() ?? [], (code) => {
    if (code.kind !== 'call') return true;
    const [first, second] = code.args.map(({ value }) => value);
    if (code.name === 'setFilterChainDefinitions') written(text(first) ?? '', code.line, found.rules);
    else if (/^(put|addPathDefinition)$/.test(code.name) && second !== undefined) {
      const filters = text(second);
      if (filters !== undefined)
        found.rules.push({ pattern: text(first), filters: namesIn(filters), line: code.line });
      else found.own.set(text(first) ?? '', body.types.classOf(typeOf(body, second)));
    } else if (depth < 3)
      for (const each of calleesOf(body, code).slice(0, 1))
        if (each.owner !== undefined && /Map|void|Definition/.test(each.method.returns?.name ?? 'void'))
          collect(world, { of: each.owner, method: each.method }, found, depth + 1);
    return true;
  });
}

const namesIn = (filters: string): readonly string[] =>
  filters
    .replaceAll(/\[[^\]]*\]/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** `/login = anon` in lines of a text. */
function written(text: string, line: number, rules: ShiroRule[]): void {
  for (const each of text.split('\n')) {
    const [, pattern, filters] = /^\s*(\/\S*)\s*=\s*(.+?)\s*$/.exec(each) ?? [];
    if (pattern !== undefined && filters !== undefined)
      rules.push({ pattern, filters: namesIn(filters), line });
  }
}

function guardsOf(world: World, chain: ShiroChain, asked: Asked): readonly JudgedGuard[] {
  let certain = true;
  for (const rule of chain.rules) {
    const fit =
      !asked.path.resolved || rule.pattern === undefined ? 'perhaps' : fits(rule.pattern, asked.path.text);
    // What settings may open besides is told by them: without one nothing is.
    if (fit === 'no' || rule.pattern === undefined) continue;
    const guards = rule.filters.flatMap((name) => guardOf(world, chain, rule, name, asked));
    if (fit === 'yes') return certain ? guards : guards.map((guard) => ({ ...guard, conditional: true }));
    if (guards.length === 0 && !asked.literals?.has(rule.pattern)) certain = false;
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
  if (!supertypeNames(world, type).some((above) => library.test(lastName(above.name)))) return [];
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
