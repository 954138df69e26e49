import type { JudgedGuard } from '../../http/routing.ts';
import type { Certainty } from '../certainty.ts';
import { anyOf } from '../certainty.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { fits } from '../filters.ts';
import { scopeOf } from '../names.ts';
import { unread } from '../packages.ts';
import { moduleOf } from '../properties.ts';
import { textsOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { askedPath } from './context-path.ts';
import { saGuard } from './sa-token.ts';

interface SaFilter {
  readonly of: ClassDeclaration;
  readonly line: number;
  readonly includes: readonly (string | undefined)[];
  readonly excludes: readonly (string | undefined)[];
  readonly checks: readonly Code[];
}

/** Filters of Sa-Token that a bean makes: `new SaServletFilter().addInclude("/**").setAuth(o -> …)`. */
export function saFilterGuards(world: World): (asked: Asked) => readonly JudgedGuard[] {
  const filters = world
    .filesWith(/\bSa(Servlet|Reactor)Filter\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => of.methods.flatMap((method) => filterOf(world, of, method)));
  return (asked) =>
    filters.flatMap((filter) => {
      if (moduleOf(filter.of.file.path) !== moduleOf(asked.near)) return [];
      const { includes, excludes } = filter;
      const within = includes.length === 0 ? 'no' : covers(includes, asked);
      const without = covers(excludes, asked);
      if (within === 'no' || without === 'yes') return [];
      const guards = saGuards(world, filter.of, filter.checks, asked, filter.line);
      return within === 'yes' && without === 'no'
        ? guards
        : guards.map((guard) => ({ ...guard, conditional: true }));
    });
}

/** What a check of Sa-Token makes of a request; what is not understood leaves its access open. */
export function saGuards(
  world: World,
  of: ClassDeclaration,
  checks: readonly Code[],
  asked: Asked,
  line: number,
): readonly JudgedGuard[] {
  const { path } = of.file;
  const at = { world, scope: scopeOf(of), file: path };
  const guard = saGuard(at, checks, askedPath(world, asked.near, asked.path), line);
  if (guard === undefined) return [unread('SaToken', path, line)];
  return guard === 'none' ? [] : [guard];
}

const covers = (patterns: readonly (string | undefined)[], { path }: Asked): Certainty =>
  anyOf(
    patterns.map((pattern) =>
      pattern === undefined || !path.resolved ? 'perhaps' : fits(pattern, `/${path.text}`),
    ),
  );

function filterOf(world: World, of: ClassDeclaration, method: MethodDeclaration): readonly SaFilter[] {
  if (!/^Sa(Servlet|Reactor)Filter$/.test(lastName(method.returns?.name ?? ''))) return [];
  const includes: (string | undefined)[] = [];
  const excludes: (string | undefined)[] = [];
  const checks: Code[] = [];
  walkCode(method.body?.() ?? [], (code) => {
    if (code.kind !== 'call') return;
    const texts = (): readonly (string | undefined)[] =>
      code.args.flatMap(({ value }) => textsOf(world, value, scopeOf(of)).map(({ text }) => text));
    if (/^(addInclude|setIncludeList)$/.test(code.name)) includes.push(...texts());
    if (/^(addExclude|setExcludeList)$/.test(code.name)) excludes.push(...texts());
    const [given] = code.args;
    if (code.name === 'setAuth' && given !== undefined)
      checks.push(...(given.value.kind === 'lambda' ? given.value.body : [given.value]));
  });
  return [{ of, line: method.line, includes, excludes, checks }];
}
