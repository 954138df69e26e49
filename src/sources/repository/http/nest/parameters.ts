import type { Decorator, Node, ParamPattern } from 'oxc-parser';
import type { Parameter } from '../../../../model/api.ts';
import type { Decoration } from '../../javascript/decorators.ts';
import { readDecorators } from '../../javascript/decorators.ts';
import { annotatedPart, parameterType } from '../../javascript/injection.ts';
import { originOf } from '../../javascript/parse.ts';
import type { ClassValue, FunctionValue } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import type { FieldRead } from '../member-reads.ts';
import { isUsedWhole, patternReads, readsOfVariable } from '../member-reads.ts';
import { readParameters } from '../parameters.ts';
import { fieldsOf } from '../fields.ts';
import type { Field } from '../fields.ts';
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
  Args: 'body',
  Arg: 'body',
  MessageBody: 'body',
  Payload: 'body',
};

/** Parameters that a handler declares with decorators; what it reads of the bare request comes from its body. */
export function nestParameters(
  { machine, world }: GuardContext,
  shape: ClassValue,
  method: FunctionValue,
  decorations: readonly Decoration[],
  isMessage = false,
): readonly Parameter[] {
  const found: Parameter[] = [];
  const { params } = method.node;
  const [payload] = params;
  if (isMessage && payload !== undefined && params.every((param) => decoratorsOf(param).length === 0))
    return unique(declared(method, payload, { name: 'Payload', args: [] }, 'body', decorations));
  for (const param of params) {
    const nodes = decoratorsOf(param);
    for (const decoration of readDecorators(machine, world.collector, nodes, method.home ?? shape)) {
      const place = ownEntry(places, decoration.name);
      if (place !== undefined) found.push(...declared(method, param, decoration, place, decorations));
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
  return unique(found);
}

const unique = (found: readonly Parameter[]): readonly Parameter[] => [
  ...new Map(found.map((each) => [`${each.in}:${each.name}`, each])).values(),
];

const decoratorsOf = (param: ParamPattern): readonly Decorator[] =>
  'decorators' in param && Array.isArray(param.decorators) ? param.decorators : [];

/** `@Query('page') page: number` names one; `@Query() query: ListQuery` names the fields of its class. */
function declared(
  method: FunctionValue,
  param: Node,
  { name: decorator, args }: Pick<Decoration, 'name' | 'args'>,
  place: Parameter['in'],
  onMethod: readonly Decoration[],
): readonly Parameter[] {
  const origin = originOf(method.file, param);
  const [first] = args;
  const named = first?.kind === 'object' ? first.fields.get('name') : first;
  const name = named === undefined ? undefined : textOf(named);
  const optional =
    param.type === 'AssignmentPattern' ||
    isOptional(method, param) ||
    args.some((pipe) => pipe.kind === 'result' && /(^|\.)DefaultValuePipe$/.test(pipe.callee.path));
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
  if (decorator.startsWith('Uploaded')) {
    const named = uploadFields(onMethod);
    return (named.length > 0 ? named : [whole ?? 'file']).map((field) => ({
      name: field,
      in: 'body',
      required: !optional,
      origin,
    }));
  }
  const fields = fieldsOf(parameterType(method, param));
  const reads = fields.length > 0 ? [] : readsOfParameter(method, param);
  const open = isHandedOn(method, param) ? { extent: 'open' as const } : {};
  if (reads.length > 0)
    return reads.map((read) => ({
      name: read.name,
      in: place,
      required: false,
      ...open,
      origin: originOf(method.file, read.node),
    }));
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
  return fields.map((field) => ofField(field, place, origin));
}

const ofField = (field: Field, place: Parameter['in'], origin: Parameter['origin']): Parameter => ({
  name: field.name,
  in: place,
  ...(field.type === undefined ? {} : { type: field.type }),
  required: field.required,
  ...(field.bounds === undefined ? {} : { bounds: field.bounds }),
  origin: field.origin ?? origin,
});

/** Fields that an interceptor takes files from: `FileInterceptor('avatar')`, `FileFieldsInterceptor([{ name }])`. */
const uploadFields = (decorations: readonly Decoration[]): readonly string[] =>
  decorations
    .filter(({ name }) => name === 'UseInterceptors')
    .flatMap(({ args }) => args)
    .flatMap((interceptor): readonly string[] => {
      if (interceptor.kind !== 'result' || !/File\w*Interceptor$/.test(interceptor.callee.path)) return [];
      const [first] = interceptor.args;
      const items = first?.kind === 'array' ? first.items : first === undefined ? [] : [first];
      return items.flatMap(
        (item) => textOf(item.kind === 'object' ? (item.fields.get('name') ?? item) : item) ?? [],
      );
    });

/** What the handler reads of a whole body or query, also where it takes it apart at once. */
function readsOfParameter(method: FunctionValue, param: Node): readonly FieldRead[] {
  if (param.type === 'ObjectPattern') return patternReads(param);
  const { body } = method.node;
  return param.type !== 'Identifier' || body === null ? [] : readsOfVariable(body, param.name);
}

/** The handler uses the whole besides what it reads of it. */
const isHandedOn = (method: FunctionValue, param: Node): boolean => {
  if (param.type === 'ObjectPattern') return param.properties.some(({ type }) => type === 'RestElement');
  const { body } = method.node;
  return param.type === 'Identifier' && body !== null && isUsedWhole(body, param.name);
};

/** `page?: number`, also behind decorators. */
const isOptional = (method: FunctionValue, param: Node): boolean => {
  if (param.type !== 'Identifier') return false;
  if (param.optional) return true;
  const end = param.typeAnnotation?.start ?? param.end;
  return method.file.text.slice(param.start, end).trimEnd().endsWith('?');
};

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
