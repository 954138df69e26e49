import type { JudgedGuard } from '../../http/routing.ts';
import { bodyOf } from '../anonymous/bodies.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { usesModule } from '../module-uses.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { calleesOf } from '../statements/callees.ts';
import { typeOf, typesIn } from '../statements/typing.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import type { ShiroChain, ShiroRule } from './shiro-chain.ts';
import { guardsOf } from './shiro-judging.ts';
import { moduleChains } from './shiro-modules.ts';

/** Chains of Apache Shiro: the first pattern that fits says which filters a request has to pass. */
export function shiroGuards(world: World): (asked: Asked) => readonly JudgedGuard[] {
  const beans = world
    .filesWith(/\bShiroFilter(FactoryBean|ChainDefinition)\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => of.methods.flatMap((method) => chainOf(world, of, method)));
  const chains = [...beans, ...moduleChains(world)];
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
