import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { bodyOf } from '../anonymous/bodies.ts';
import { nodeOf } from '../anonymous/nodes.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { classOf, scopeOf, supertypeNames } from '../names.ts';
import { calleesOf } from '../statements/callees.ts';
import { typesIn } from '../statements/typing.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { ShiroChain, ShiroRule } from './shiro-chain.ts';

/** Chains of a module of Guice: `addFilterChain("/crates/**", AUTHC_BASIC, config(ROLES, "clerk"))`. */
export const moduleChains = (world: World): readonly ShiroChain[] =>
  world
    .filesWith(/\baddFilterChain\s*\(/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => {
      if (!supertypeNames(world, of).some(({ name }) => /^Shiro\w*Module/.test(lastName(name)))) return [];
      const rules: ShiroRule[] = [];
      const own = new Map<string, ClassDeclaration | undefined>();
      for (const method of of.methods)
        collect({ world, of, rules, own, method }, method.body?.() ?? [], 'certain');
      return rules.length === 0 ? [] : [{ of, rules, own }];
    });

interface Collecting {
  readonly world: World;
  readonly of: ClassDeclaration;
  readonly method: MethodDeclaration;
  readonly rules: ShiroRule[];
  readonly own: Map<string, ClassDeclaration | undefined>;
}

function collect(at: Collecting, codes: readonly Code[], how: 'certain' | 'perhaps'): void {
  walkCode(codes, (code) => {
    if (code.kind === 'branch') {
      const [first] = code.cases;
      const usual = code.test !== undefined && code.cases.length === 1 && holdsByDefault(at, code.test);
      if (usual && first !== undefined) collect(at, first.body, how);
      else for (const each of code.cases) collect(at, each.body, 'perhaps');
      return false;
    }
    if (code.kind !== 'call' || code.name !== 'addFilterChain') return true;
    const [pattern, ...filters] = code.args.map(({ value }) => value);
    at.rules.push({
      pattern: textOf(at.world, pattern, scopeOf(at.of)).text,
      filters: filters.map((filter) => nameOf(at, filter, 0)),
      line: code.line,
      perhaps: how === 'perhaps',
    });
    return false;
  });
}

/** `AUTHC_BASIC` is `authcBasic`; a filter of the target goes by the name of its class. */
function nameOf(at: Collecting, filter: Code, depth: number): string {
  const [first] = filter.kind === 'call' ? filter.args : [];
  if (filter.kind === 'call' && first !== undefined && depth < 4) return nameOf(at, first.value, depth + 1);
  if (filter.kind === 'class') {
    const type = classOf(at.world, filter.type.name, scopeOf(at.of));
    at.own.set(filter.type.name, type);
    return filter.type.name;
  }
  if (filter.kind !== 'name' && filter.kind !== 'member') return '?';
  const value = filter.kind === 'name' ? localValue(at.method, filter.name) : undefined;
  if (value !== undefined && depth < 4) return nameOf(at, value, depth + 1);
  return filter.name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function localValue(method: MethodDeclaration, name: string): Code | undefined {
  let found: Code | undefined;
  walkCode(method.body?.() ?? [], (code) => {
    if (code.kind === 'local' && code.name === name) found ??= code.value;
  });
  return found;
}

const trueByDefault = /\b(getProperty|getOrDefault)\([^()]+, "true"\)/;

/** `Boolean.parseBoolean(System.getProperty("roles", "true"))`, also by way of a method that gives it back. */
function holdsByDefault(at: Collecting, test: Code): boolean {
  if (test.kind !== 'call') return false;
  if (trueByDefault.test(nodeOf(test).text)) return true;
  const body = bodyOf(typesIn(at.world), at.method, at.of);
  const [called] = calleesOf(body, test);
  const [only, other] = called?.method.body?.() ?? [];
  return (
    only?.kind === 'return' &&
    other === undefined &&
    only.value?.kind === 'call' &&
    only.value !== test &&
    trueByDefault.test(nodeOf(only.value).text)
  );
}
