import type { JudgedGuard } from '../../http/routing.ts';
import { expand } from '../annotations.ts';
import { anyOf } from '../certainty.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { presence } from '../conditions.ts';
import { fits } from '../filters.ts';
import { classOf, scopeOf, supertypeNames } from '../names.ts';
import { unknownPackage, unread } from '../packages.ts';
import { moduleOf } from '../properties.ts';
import { filterGuards, judgeAt } from '../servlet/web-filters.ts';
import { textsOf } from '../values.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { askedPath } from './context-path.ts';

interface Registered {
  readonly of: ClassDeclaration;
  readonly module: string;
  /** Empty = everything. */
  readonly patterns: readonly string[];
  readonly perhaps: boolean;
}

const beans = /^(Component|Service|Bean|Named|Configuration)$/;

/**
 * Servlet filters as beans, as registrations, by annotation and in the descriptor. Where Spring Security stands, a bean
 * is a part of its chains; what is registered runs besides.
 */
export function servletFilterGuards(
  world: World,
  isSecured: (near: string) => boolean,
): (asked: Asked) => readonly JudgedGuard[] {
  const mapped = filterGuards(world, webXmls(world));
  const registrations = registrationsIn(world);
  const named = new Set(registrations.map(({ of }) => of.name));
  const all = [...registrations, ...beansIn(world).filter(({ of }) => !named.has(of.name))];
  const judged = all.flatMap((each) => {
    const judging = judgeAt(world, each.of, ['doFilter', 'doFilterInternal', 'filter']);
    return judging === undefined ? [] : [{ ...each, ...judging, isBean: !registrations.includes(each) }];
  });
  const brought = broughtIn(world);
  return ({ near, path }) => [
    ...brought.flatMap(({ module, guard }) => (module === moduleOf(near) ? [guard] : [])),
    ...(path.resolved && !isSecured(near) ? mapped(`/${path.text}`.replaceAll(/\/{2,}/g, '/')) : []),
    ...judged
      .filter(({ module, isBean }) => module === moduleOf(near) && !(isBean && isSecured(near)))
      .flatMap(({ patterns, perhaps, guard: elsewhere, at }) => {
        const fit =
          patterns.length === 0
            ? 'yes'
            : path.resolved
              ? anyOf(patterns.map((pattern) => fits(pattern.replace(/\/\*$/, '/**'), path.text)))
              : 'perhaps';
        const asked = askedPath(world, near, path);
        const guard = asked === undefined ? elsewhere : at(asked);
        if (fit === 'no' || guard === undefined) return [];
        return [fit === 'yes' && !perhaps ? guard : { ...guard, conditional: true }];
      }),
  ];
}

const isFilter = (world: World, of: ClassDeclaration): boolean =>
  supertypeNames(world, of).some(({ name }) =>
    /^(Filter|WebFilter|OncePerRequestFilter|GenericFilterBean|HttpFilter|GenericFilter|AbstractRequestLoggingFilter)$/.test(
      lastName(name),
    ),
  );

function beansIn(world: World): readonly Registered[] {
  return world
    .filesWith(
      /\b(OncePerRequestFilter|GenericFilterBean|HttpFilter|implements\s+[\w,\s]*Filter\b|:\s*(Web)?Filter\b)/,
    )
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of): readonly Registered[] => {
      const annotations = expand(world, of.annotations, scopeOf(of));
      if (of.isAbstract || !annotations.some(({ name }) => beans.test(name)) || !isFilter(world, of))
        return [];
      const present = presence(world, annotations, of.file.path);
      if (present === 'no') return [];
      return [{ of, module: moduleOf(of.file.path), patterns: [], perhaps: present === 'perhaps' }];
    });
}

function registrationsIn(world: World): readonly Registered[] {
  return world
    .filesWith(/\bFilterRegistrationBean\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => of.methods.flatMap((method) => registrationOf(world, of, method)));
}

/** Filters of packages that a registration names. */
const broughtIn = (world: World): readonly { readonly module: string; readonly guard: JudgedGuard }[] =>
  world
    .filesWith(/\bFilterRegistrationBean\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) =>
      of.methods.flatMap(({ returns, line }) => {
        if (lastName(returns?.name ?? '') !== 'FilterRegistrationBean') return [];
        return (returns?.args ?? [])
          .filter(({ name }) => unknownPackage(world, name, scopeOf(of)))
          .map(({ name }) => ({ module: moduleOf(of.file.path), guard: unread(name, of.file.path, line) }));
      }),
    );

function registrationOf(
  world: World,
  within: ClassDeclaration,
  method: MethodDeclaration,
): readonly Registered[] {
  const body = method.body?.();
  if (body === undefined || lastName(method.returns?.name ?? '') !== 'FilterRegistrationBean') return [];
  const scope = scopeOf(within);
  const annotations = [
    ...expand(world, within.annotations, scope),
    ...expand(world, method.annotations, scope),
  ];
  const present = presence(world, annotations, within.file.path);
  const types = new Set((method.returns?.args ?? []).map(({ name }) => name));
  const patterns: string[] = [];
  let off = present === 'no';
  walkCode(body, (code) => {
    if (code.kind === 'new') types.add(code.type.name);
    if (code.kind === 'name')
      types.add(method.parameters.find(({ name }) => name === code.name)?.type?.name ?? '');
    if (code.kind !== 'call') return;
    if (/^(addUrlPatterns|setUrlPatterns)$/.test(code.name))
      for (const { value } of code.args)
        patterns.push(...textsOf(world, value, scope).map(({ text }) => text ?? '{unresolved}'));
    const [first] = code.args;
    if (code.name === 'setEnabled' && first?.value.kind === 'boolean')
      off ||= JSON.stringify(first.value).includes('false');
  });
  if (off) return [];
  return [...types].flatMap((name): readonly Registered[] => {
    const of = name === '' ? undefined : classOf(world, name, scope);
    if (of === undefined || !isFilter(world, of)) return [];
    return [{ of, module: moduleOf(within.file.path), patterns, perhaps: present === 'perhaps' }];
  });
}
