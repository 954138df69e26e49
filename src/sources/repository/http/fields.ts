import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey, typeName } from '../javascript/syntax.ts';
import type { ClassValue, Value } from '../javascript/value.ts';
import { textOf } from '../javascript/value.ts';
import { decoratorBounds } from './bounds.ts';
import { schemaFields } from './schemas.ts';

/** A field of a class that describes a body or a query. */
export interface Field {
  readonly name: string;
  readonly type?: string;
  readonly required: boolean;
  readonly bounds?: Parameter['bounds'];
  readonly origin?: Parameter['origin'];
}

const deepest = 12;

/** Fields of a transfer class, of classes above it, and of what mapped types make of them. */
export function fieldsOf(type: Value | undefined, depth = 0): readonly Field[] {
  if (type === undefined || depth > deepest) return [];
  if (type.kind === 'class') {
    const own = ownFields(type);
    const names = new Set(own.map((field) => field.name));
    const above = fieldsOf(type.parent, depth + 1).filter((field) => !names.has(field.name));
    return [...above, ...own];
  }
  if (type.kind === 'result') return mappedFields(type, depth);
  return type.kind === 'choice' ? fieldsOf(type.options[0], depth + 1) : [];
}

/** `PartialType(X)`, `PickType(X, [...])`, `OmitType`, `IntersectionType`; classes made from a schema's object. */
function mappedFields(type: Extract<Value, { kind: 'result' }>, depth: number): readonly Field[] {
  const { callee, args } = type;
  const [first, second] = args;
  const fields = fieldsOf(first, depth + 1);
  switch (callee.path.split('.').at(-1)) {
    case 'PartialType':
      return fields.map((field) => ({ ...field, required: false }));
    case 'PickType':
      return fields.filter((field) => namesIn(second).includes(field.name));
    case 'OmitType':
      return fields.filter((field) => !namesIn(second).includes(field.name));
    case 'IntersectionType':
      return args.flatMap((arg) => fieldsOf(arg, depth + 1));
    case 'createZodDto':
      return schemaFields(first);
    default:
      return [];
  }
}

const namesIn = (value: Value | undefined): readonly string[] =>
  value?.kind === 'array' ? value.items.flatMap((item) => textOf(item) ?? []) : [];

function ownFields(shape: ClassValue): readonly Field[] {
  return shape.node.body.body.flatMap((member): readonly Field[] => {
    if (member.type !== 'PropertyDefinition' || member.static) return [];
    const name = plainKey(member.key, member.computed);
    if (name === undefined || name.startsWith('#')) return [];
    const optional = member.decorators.some((each) =>
      /(^|\.)(IsOptional|ApiPropertyOptional|ValidateIf|Optional)$/.test(dottedName(each.expression) ?? ''),
    );
    const required = !optional && member.optional !== true && member.value === null;
    const type = typeText(shape, member.typeAnnotation);
    const bounds = decoratorBounds(member);
    return [
      {
        name,
        ...(type === undefined ? {} : { type }),
        required,
        ...(bounds === undefined ? {} : { bounds }),
        origin: originOf(shape.file, member.key),
      },
    ];
  });
}

function typeText(shape: ClassValue, annotation: Node | null | undefined): string | undefined {
  if (annotation?.type !== 'TSTypeAnnotation') return undefined;
  const { start, end } = annotation.typeAnnotation;
  const text = shape.file.text.slice(start, end);
  return text.length <= 40 && !text.includes('\n') ? text : typeName(annotation);
}
