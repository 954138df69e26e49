import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../../model/api.ts';
import type { Decoration } from '../../javascript/decorators.ts';
import { readDecorators } from '../../javascript/decorators.ts';
import { annotatedPart, parameterType } from '../../javascript/injection.ts';
import { originOf } from '../../javascript/parse.ts';
import type { ClassValue, FunctionValue } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { readParameters } from '../parameters.ts';
import { fieldsOf } from '../fields.ts';
import type { GuardContext } from './guards.ts';
import { ownEntry } from '../../javascript/own.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  Param: 'path',
  Query: 'query',
  Body: 'body',
  Headers: 'header',
  TypedParam: 'path',
  TypedQuery: 'query',
  TypedBody: 'body',
  TypedHeaders: 'header',
  UploadedFile: 'body',
  UploadedFiles: 'body',
};

/** Parameters that a handler declares with decorators; what it reads of the bare request comes from its body. */
export function nestParameters(
  { machine, world }: GuardContext,
  shape: ClassValue,
  method: FunctionValue,
  decorations: readonly Decoration[],
): readonly Parameter[] {
  const found: Parameter[] = [];
  for (const param of method.node.params) {
    const nodes = 'decorators' in param && Array.isArray(param.decorators) ? param.decorators : [];
    for (const decoration of readDecorators(machine, world.collector, nodes, method.home ?? shape)) {
      const place = ownEntry(places, decoration.name);
      if (place !== undefined) found.push(...declared(method, param, decoration, place));
      else if (decoration.name === 'Req' || decoration.name === 'Request')
        found.push(...fromRequest(method, param));
    }
  }
  for (const { name, args, site } of decorations) {
    if (name !== 'ApiHeader' || args[0]?.kind !== 'object') continue;
    const header = textOf(args[0].fields.get('name') ?? args[0]);
    if (header !== undefined)
      found.push({ name: header, in: 'header', required: false, origin: site.origin });
  }
  const unique = new Map(found.map((each) => [`${each.in}:${each.name}`, each]));
  return [...unique.values()];
}

/** `@Query('page') page: number` names one; `@Query() query: ListQuery` names the fields of its class. */
function declared(
  method: FunctionValue,
  param: Node,
  { name: decorator, args }: Decoration,
  place: Parameter['in'],
): readonly Parameter[] {
  const origin = originOf(method.file, param);
  const name = args[0] === undefined ? undefined : textOf(args[0]);
  const optional = param.type === 'AssignmentPattern' || isOptional(method, param);
  const type = typeText(method, param);
  if (name !== undefined)
    return [
      {
        name,
        in: place,
        ...(type === undefined ? {} : { type }),
        required: place === 'path' || !optional,
        origin,
      },
    ];
  const whole = param.type === 'Identifier' ? param.name : undefined;
  if (decorator.startsWith('Uploaded'))
    return [{ name: whole ?? 'file', in: 'body', required: !optional, origin }];
  const fields = fieldsOf(parameterType(method, param));
  if (fields.length === 0 && whole !== undefined && place !== 'path')
    return [
      {
        name: decorator.replace('Typed', '').toLowerCase(),
        in: place,
        ...(type === undefined ? {} : { type }),
        required: !optional,
        origin,
      },
    ];
  return fields.map((field) => ({
    name: field.name,
    in: place,
    ...(field.type === undefined ? {} : { type: field.type }),
    required: field.required,
    origin: field.origin ?? origin,
  }));
}

/** `page?: number`. */
const isOptional = (method: FunctionValue, param: Node): boolean =>
  param.type === 'Identifier' && method.file.text.charAt(param.start + param.name.length) === '?';

/** `@Req() request`: read like a handler of the framework below. */
function fromRequest(method: FunctionValue, param: Node): readonly Parameter[] {
  if (param.type !== 'Identifier') return [];
  return readParameters(method, { named: param.name });
}

/** The written type, where it is short. */
function typeText(method: FunctionValue, param: Node): string | undefined {
  const annotation = annotatedPart(param);
  if (annotation?.type !== 'TSTypeAnnotation') return undefined;
  const { start, end } = annotation.typeAnnotation;
  const text = method.file.text.slice(start, end);
  return text.length <= 40 && !text.includes('\n') ? text : undefined;
}
