import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { parseAnnotation, textsOfAnnotation } from '../annotations.ts';
import { bodyOfMethod } from '../body.ts';
import { argumentValues } from '../calls.ts';
import type { PhpClass, PhpMethod } from '../classes.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { docTags } from '../syntax.ts';
import { methodsOfThinkphp } from './input.ts';
import { argument, originAt, textOf, textsOf } from '../value.ts';
import { push, thinkPath } from './routes.ts';

const snake = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase();

/** `app/controller/admin/GroupController.php` answers at `/admin/group/…` and `/admin.group/…`. */
export function conventional(machine: Machine, path: string): readonly DeclaredRoute[] {
  const match = /(?:^|\/)(?:app|application)\/(?:([^/]+)\/)?controller\/(.+)\.php$/.exec(path);
  const declared = [...(machine.codebase.file(path)?.classes.values() ?? [])][0];
  if (match === null || declared === undefined || declared.isAbstract || declared.kind !== 'class') return [];
  const parts = (match[2] ?? '').replace(/Controller$/, '').split('/');
  const name = [...parts.slice(0, -1), snake(parts.at(-1) ?? '')];
  const module = match[1] === undefined ? '' : `/${match[1]}`;
  const bases = [...new Set([`${module}/${name.join('/')}`, `${module}/${name.join('.')}`])];
  const found: DeclaredRoute[] = [];
  for (const method of declared.methods.values()) {
    if (method.visibility !== 'public' || method.isStatic || /^(__\w+|initialize|_\w+)$/.test(method.name))
      continue;
    const body = bodyOfMethod(method, declared);
    if (body === undefined) continue;
    const methods = methodsOfThinkphp(machine.codebase, body);
    const origin = originAt(method.file, method.node);
    const paths = bases.flatMap((base) =>
      method.name === 'index' ? [`${base}/index`, base] : [`${base}/${snake(method.name)}`],
    );
    for (const text of paths) push({ machine, found }, methods, { text, resolved: true }, body, origin);
    for (const [text, said] of written(machine, declared, method))
      push(
        { machine, found },
        said.length > 0 ? said : methods,
        { text: `/${thinkPath(text).replace(/^\//, '')}`, resolved: true },
        body,
        origin,
      );
  }
  return found;
}

/** `#[Route('home', 'GET')]` and `@Route("profile/:id", "GET|POST")`. */
export function written(
  machine: Machine,
  declared: PhpClass,
  method: PhpMethod,
): readonly (readonly [string, readonly Method[]])[] {
  const scope = { file: declared.file, class: declared, variables: new Map() };
  const attributes = method.attributes.flatMap((attribute) => {
    const short = attribute.name.split('\\').at(-1) ?? '';
    if (!/^(Route|Get|Post|Put|Patch|Delete)$/.test(short)) return [];
    const args = argumentValues(machine, attribute.node, scope);
    const path = textOf(argument(args, 0, 'rule'));
    const methods =
      short === 'Route' ? methodsNamed(textsOf(argument(args, 1, 'method'))) : methodsNamed([short]);
    return path === undefined ? [] : [[path, methods] as const];
  });
  const tags = docTags(method.doc).flatMap(({ tag, rest }) => {
    if (!/^(\w+\\)*Route$/.test(tag)) return [];
    const { positional, named } = parseAnnotation(rest);
    const path = textsOfAnnotation(positional[0])[0];
    const methods = methodsNamed([
      ...textsOfAnnotation(positional[1]),
      ...textsOfAnnotation(named.get('method')),
    ]);
    return path === undefined ? [] : [[path, methods] as const];
  });
  return [...attributes, ...tags];
}
