import type { Parameter } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import { attribute, expand } from '../annotations.ts';
import type { TypeName } from '../code.ts';
import { lastName } from '../code.ts';
import { joinAll } from '../http-paths.ts';
import type { Scope } from '../names.ts';
import { classOf, scopeOf } from '../names.ts';
import { printType } from '../types.ts';
import { pathOf, textOf } from '../values.ts';
import type { World } from '../world.ts';

export interface ResourcePath {
  readonly path: RoutePath;
  readonly parameters: readonly Parameter[];
}

/** The path of a `@Resource` class: that of the class it names as parent or lies in, and its own. */
export function resourcePath(world: World, type: TypeName, scope: Scope, depth = 0): ResourcePath {
  const of = depth > 8 ? undefined : classOf(world, type.name, scope);
  if (of === undefined)
    return {
      path: { text: `{unresolved}`, resolved: false, why: `the resource ${type.name} is not known` },
      parameters: [],
    };
  const found = expand(world, of.annotations, scopeOf(of)).find(
    ({ name }) => name === 'Resource' || name === 'Location',
  );
  const own =
    found === undefined ? rootPath : pathOf(textOf(world, attribute(found, 'value', 'path'), found.scope));
  const parent = of.fields.find(
    (field) => field.component && field.type !== undefined && isResource(world, field.type, scopeOf(of)),
  );
  const above =
    parent?.type === undefined ? undefined : resourcePath(world, parent.type, scopeOf(of), depth + 1);
  const path = joinAll(above?.path ?? rootPath, own);
  const inPath = new Set([...path.text.matchAll(/\{(\w+)/g)].map((match) => match[1]));
  const parameters = of.fields.flatMap((field): readonly Parameter[] => {
    if (!field.component || field === parent) return [];
    const typed = field.type === undefined ? {} : { type: printType(field.type) };
    const origin = { kind: 'read', file: of.file.path, line: field.line } as const;
    return [
      {
        name: field.name,
        in: inPath.has(field.name) ? 'path' : 'query',
        ...typed,
        required: field.type?.nullable !== true && field.value === undefined,
        origin,
      },
    ];
  });
  return { path, parameters: [...(above?.parameters ?? []), ...parameters] };
}

const isResource = (world: World, type: TypeName, scope: Scope): boolean =>
  classOf(world, type.name, scope)?.annotations.some(({ name }) =>
    /^(Resource|Location)$/.test(lastName(name)),
  ) ?? false;
