import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { readDecorators } from '../javascript/decorators.ts';
import type { Decoration } from '../javascript/decorators.ts';
import { parameterType } from '../javascript/injection.ts';
import type { Machine } from '../javascript/machine.ts';
import { originOf } from '../javascript/parse.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import type { Dialect } from './decorated-dialects.ts';
import { fieldsOf } from './fields.ts';

/** Parameters that a controller's method declares with decorators. */
export function decoratedParameters(
  machine: Machine,
  dialect: Dialect,
  method: FunctionValue,
): readonly Parameter[] {
  const { home } = method;
  if (home === undefined) return [];
  return method.node.params.flatMap((param) => {
    const nodes = 'decorators' in param && Array.isArray(param.decorators) ? param.decorators : [];
    return readDecorators(machine, { gathered: undefined }, nodes, home).flatMap((decoration) =>
      declared(dialect, method, param, decoration),
    );
  });
}

function declared(
  dialect: Dialect,
  method: FunctionValue,
  param: Node,
  decoration: Decoration,
): readonly Parameter[] {
  const { name, args } = decoration;
  const texts = args.map(textOf);
  const known = Object.entries(dialect.parameters)
    .filter(([each]) => name === each || name.startsWith(`${each}.`))
    .toSorted(([a], [b]) => b.length - a.length)[0];
  const place = known?.[1] ?? (name === 'param.array' ? placeNamed(texts[1]) : undefined);
  if (place === undefined) return [];
  const origin = originOf(method.file, param);
  const type = /^param\.\w+\.(string|number|integer|boolean|object|date)/.exec(name)?.[1];
  const own = identifierOf(param);
  const text =
    texts[0] ?? (/^(Body|requestBody|QueryParams|Queries|Params|HeaderParams)/.test(name) ? undefined : own);
  const typed = type === undefined ? {} : { type };
  if (text !== undefined) return [{ name: text, in: place, ...typed, required: place === 'path', origin }];
  const fields = fieldsOf(parameterType(method, param));
  if (fields.length > 0)
    return fields.map((field) => ({
      name: field.name,
      in: place,
      ...(field.type === undefined ? {} : { type: field.type }),
      required: field.required,
      origin: field.origin ?? origin,
    }));
  return [{ name: place === 'body' ? 'body' : (own ?? place), in: place, required: false, origin }];
}

const placeNamed = (text: string | undefined): Parameter['in'] | undefined =>
  text === 'query' || text === 'path' || text === 'header' || text === 'cookie' ? text : undefined;

function identifierOf(param: Node): string | undefined {
  if (param.type === 'Identifier') return param.name;
  if (param.type === 'AssignmentPattern') return identifierOf(param.left);
  return param.type === 'TSParameterProperty' ? identifierOf(param.parameter) : undefined;
}
