import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { bodyOfClosure, methodBody } from '../body.ts';
import type { PhpBody } from '../body.ts';
import type { Machine } from '../machine.ts';
import { toDeclared } from '../route.ts';
import { argumentParameters, thinkphpDialect, thinkphpParameters } from './input.ts';
import { textOf } from '../value.ts';
import type { PhpValue, ReadOrigin } from '../value.ts';

export interface Context {
  readonly machine: Machine;
  prefix: RoutePath;
  guards: readonly JudgedGuard[];
  /** Folder of the module whose file of routes runs. */
  module: string | undefined;
  readonly found: DeclaredRoute[];
}

/** `:name`, `<name>`, `[:name]` as templates. */
export const thinkPath = (written: string): string =>
  written
    .replaceAll(/\[?:(\w+)\]?/g, '{$1}')
    .replaceAll(/<(\w+)\??>/g, '{$1}')
    .replaceAll('$', '');

export function push(
  context: Pick<Context, 'machine' | 'found'>,
  methods: readonly Method[],
  path: RoutePath,
  body: PhpBody | undefined,
  origin: ReadOrigin,
): void {
  const { codebase } = context.machine;
  const parameters =
    body === undefined ? [] : [...argumentParameters(body, path.text), ...thinkphpParameters(body)];
  context.found.push(
    ...toDeclared(codebase, thinkphpDialect, {
      technology: 'thinkphp',
      methods,
      path,
      body,
      guards: [],
      parameters,
      origin,
    }),
  );
}

/** `index/hello`, `admin/Index/dashboard`, `\app\x\Y@z`. */
export function handlerBody(context: Context, value: PhpValue | undefined): PhpBody | undefined {
  const closure = bodyOfClosure(value);
  if (closure !== undefined) return closure;
  const written = textOf(value);
  if (written === undefined) return undefined;
  const at = /^\\?([\w\\]+)@(\w+)$/.exec(written);
  if (at?.[1] !== undefined) return methodBody(context.machine.codebase, at[1], at[2] ?? 'index');
  const parts = written.split(/[/.]/).filter((part) => part !== '');
  const [method = 'index'] = parts.slice(-1);
  const owner = parts
    .slice(0, -1)
    .map((part, index, all) =>
      index === all.length - 1 ? part.slice(0, 1).toUpperCase() + part.slice(1) : part,
    )
    .join('\\');
  const module = context.module === undefined ? '' : `${context.module}\\`;
  const [first, ...rest] = owner.split('\\');
  const names = [
    `app\\${module}controller\\${owner}`,
    `app\\controller\\${owner}`,
    `app\\${first ?? ''}\\controller\\${rest.join('\\')}`,
  ];
  return names.flatMap(
    (name) =>
      methodBody(context.machine.codebase, name, method) ??
      methodBody(context.machine.codebase, `${name}Controller`, method) ??
      [],
  )[0];
}
