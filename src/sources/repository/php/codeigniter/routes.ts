import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { bodyOfClosure, methodBody } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { constructorGuards } from '../constructor-guards.ts';
import type { Machine } from '../machine.ts';
import { toDeclared } from '../route.ts';
import { originAt, textOf, textsOf } from '../value.ts';
import type { PhpValue, Site } from '../value.ts';
import { dialect } from './dialect.ts';
import { filterGuards } from './filters.ts';
import type { Filters } from './filters.ts';

export interface Group {
  readonly prefix: RoutePath;
  readonly filters: readonly string[];
  readonly namespace: string | undefined;
}

export interface Context {
  readonly machine: Machine;
  readonly filters: Filters;
  group: Group;
  namespace: string;
  readonly found: DeclaredRoute[];
}

/** `(:num)` as `{num}`; a second one gets a number. */
export function placeholders(written: string): string {
  const seen = new Map<string, number>();
  return written.replaceAll(/\((?::(\w+)|[^()]*(?:\([^()]*\)[^()]*)*)\)/g, (_, name: string | undefined) => {
    const base = name ?? 'param';
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    return `{${base}${count === 1 ? '' : count}}`;
  });
}

export function push(
  context: Context,
  methods: readonly Method[],
  path: RoutePath,
  body: PhpBody | undefined,
  filters: readonly string[],
  site: Site,
  builtIn = false,
): void {
  const { codebase } = context.machine;
  context.found.push(
    ...toDeclared(codebase, dialect, {
      technology: 'codeigniter',
      methods,
      path,
      body,
      builtIn,
      guards: [
        ...filterGuards(context, path.text, filters, site),
        ...(body?.class === undefined
          ? []
          : constructorGuards(codebase, body.class, ['initController', '__construct'])),
      ],
      origin: originAt(site.scope.file, site.node),
    }),
  );
}

/** `UserController::show/$1`, `[UserController::class, 'show']`, a closure. */
export function handlerBody(context: Context, value: PhpValue | undefined): PhpBody | undefined {
  const closure = bodyOfClosure(value);
  if (closure !== undefined) return closure;
  const [written, second] = value?.kind === 'array' ? textsOf(value) : [textOf(value)];
  if (written === undefined) return undefined;
  const [owner = '', method = 'index'] = second === undefined ? written.split('::') : [written, second];
  const plain = owner.replace(/^\\/, '').replaceAll('/', '\\');
  const name = method.split('/')[0] ?? method;
  const spaces = owner.startsWith('\\')
    ? ['']
    : [context.group.namespace, context.namespace, 'App\\Controllers', ''];
  return spaces.flatMap((space) =>
    space === undefined
      ? []
      : (methodBody(
          context.machine.codebase,
          space === '' ? plain : `${space.replace(/\\$/, '')}\\${plain}`,
          name,
        ) ?? []),
  )[0];
}
