import type { Node } from 'oxc-parser';
import type { Collector, Decoration } from '../javascript/decorators.ts';
import { classFrame, readDecorators } from '../javascript/decorators.ts';
import type { LibraryModel, Machine } from '../javascript/machine.ts';
import { siteOf } from '../javascript/machine.ts';
import { plainKey } from '../javascript/syntax.ts';
import type { ClassValue, Site, Value } from '../javascript/value.ts';
import { nothing, optionsOf } from '../javascript/value.ts';

/** A property of a class with its decorators and its declared type. */
export interface ModelField {
  readonly name: string;
  readonly decorations: readonly Decoration[];
  readonly type: FieldType;
  readonly site: Site;
  /** Class that declares it, for names in its type. */
  readonly home: ClassValue;
}

/** What a declared type says to a mapper that looks at it. */
export interface FieldType {
  /** `string`, `number`, `boolean`, `bigint`, the name of a class or enum, or nothing. */
  readonly name?: string;
  readonly array: boolean;
  readonly nullable: boolean;
}

export interface ModelWorld {
  readonly machine: Machine;
  readonly collector: Collector;
}

/** Packages whose decorators describe tables; a decorator that a function of the target applies itself is gathered. */
export function decoratorLibrary(collector: Collector, packages: readonly string[]): LibraryModel {
  return {
    packages,
    call: (library) => {
      if (!library.path.endsWith('()') || library.made === undefined || collector.gathered === undefined)
        return undefined;
      collector.gathered.push(library.made);
      return nothing;
    },
  };
}

/** Classes that a file exports or declares at its top. */
export function classesOf(machine: Machine, path: string): readonly ClassValue[] {
  const found = new Set<ClassValue>();
  const exported = machine.exportsOf(path).map(([, value]) => value);
  const whole = machine.importFrom(`./${path.slice(path.lastIndexOf('/') + 1)}`, path);
  const fields = whole.kind === 'object' ? [...whole.fields.values()] : [];
  for (const value of [...exported, whole, ...fields].flatMap(optionsOf))
    if (value.kind === 'class') found.add(value);
  return [...found].filter(({ file }) => file.path === path);
}

export const decorationsOf = (world: ModelWorld, shape: ClassValue): readonly Decoration[] =>
  readDecorators(world.machine, world.collector, shape.node.decorators, shape);

/** Fields of a class, those it inherits first; a field that is declared again counts where it was. */
export function fieldsOf(world: ModelWorld, shape: ClassValue, depth = 0): readonly ModelField[] {
  const fields = new Map<string, ModelField>();
  const parent = shape.parent;
  if (parent?.kind === 'class' && depth < 12)
    for (const field of fieldsOf(world, parent, depth + 1)) fields.set(field.name, field);
  for (const member of shape.node.body.body) {
    if (
      member.type !== 'PropertyDefinition' &&
      member.type !== 'AccessorProperty' &&
      member.type !== 'MethodDefinition'
    )
      continue;
    if (member.static || (member.type === 'MethodDefinition' && member.decorators.length === 0)) continue;
    const name = plainKey(member.key, member.computed);
    if (name === undefined) continue;
    const annotation = annotationOf(member);
    fields.set(name, {
      name,
      decorations: readDecorators(world.machine, world.collector, member.decorators, shape),
      type: {
        ...fieldType(annotation ?? valueOf(member)),
        ...(member.type === 'PropertyDefinition' && member.optional ? { nullable: true } : {}),
      },
      site: siteOf(shape.file, member.key),
      home: shape,
    });
  }
  return [...fields.values()];
}

/** Without a type, the value a field begins with tells it. */
const valueOf = (member: Node): Node | null | undefined =>
  member.type === 'PropertyDefinition' ? member.value : undefined;

/** The declared type of a field, or what an accessor answers. */
function annotationOf(member: Node): Node | null | undefined {
  if (member.type === 'PropertyDefinition' || member.type === 'AccessorProperty')
    return member.typeAnnotation;
  return member.type === 'MethodDefinition' ? member.value.returnType : undefined;
}

export function fieldType(node: Node | null | undefined): FieldType {
  const plain: FieldType = { array: false, nullable: false };
  if (node === null || node === undefined) return plain;
  switch (node.type) {
    case 'TSTypeAnnotation':
      return fieldType(node.typeAnnotation);
    case 'NewExpression':
      return node.callee.type === 'Identifier' ? { ...plain, name: node.callee.name } : plain;
    case 'Literal':
      return /^(string|number|boolean)$/.test(typeof node.value)
        ? { ...plain, name: typeof node.value }
        : plain;
    case 'TSStringKeyword':
      return { ...plain, name: 'string' };
    case 'TSNumberKeyword':
      return { ...plain, name: 'number' };
    case 'TSBooleanKeyword':
      return { ...plain, name: 'boolean' };
    case 'TSBigIntKeyword':
      return { ...plain, name: 'bigint' };
    case 'TSArrayType':
      return { ...fieldType(node.elementType), array: true };
    case 'TSUnionType': {
      const parts = node.types.filter(
        ({ type }) => type !== 'TSNullKeyword' && type !== 'TSUndefinedKeyword',
      );
      const nullable = parts.length < node.types.length;
      const [first, ...rest] = parts;
      if (rest.length > 0)
        return parts.every((part) => part.type === 'TSLiteralType')
          ? { ...plain, name: 'string', nullable }
          : { ...plain, nullable };
      return { ...fieldType(first), nullable };
    }
    case 'TSTypeReference': {
      const name =
        node.typeName.type === 'Identifier'
          ? node.typeName.name
          : node.typeName.type === 'TSQualifiedName'
            ? node.typeName.right.name
            : '';
      const [inner] = node.typeArguments?.params ?? [];
      if (
        /^(Relation|Ref|Opt|Promise|Hidden|NonAttribute|CreationOptional|ForeignKey|Rel|IdentifiedReference|Reference|Loaded|HydratedDocument)$/.test(
          name,
        ) &&
        inner !== undefined
      )
        return fieldType(inner);
      if (/^(Array|Collection|ReadonlyArray|Set)$/.test(name) && inner !== undefined)
        return { ...fieldType(inner), array: true };
      return { ...plain, name };
    }
    default:
      return plain;
  }
}

/** The value that a type's name stands for where the class was declared: an enum, a class. */
export const typeValue = (world: ModelWorld, field: ModelField): Value | undefined => {
  const { name } = field.type;
  if (name === undefined || /^(string|number|boolean|bigint|Date|Buffer|object|Object|any)$/.test(name))
    return undefined;
  const found = world.machine.evaluate(
    // A reference to the name, evaluated where the class stands.
    {
      type: 'Identifier',
      name,
      decorators: [],
      optional: false,
      typeAnnotation: null,
      start: field.site.node.start,
      end: field.site.node.end,
    },
    classFrame(field.home),
  );
  return found.kind === 'unknown' ? undefined : found;
};
