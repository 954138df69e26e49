import { camelCase, pascalCase, snakeCase } from './words.ts';

/** One field of a type or input, printed as a line of SDL. */
export interface SdlField {
  readonly name: string;
  readonly arguments?: readonly string[];
  readonly type: string;
  readonly directives?: readonly string[];
  /** CPU of the field alone, ms; what it leads to has weights of its own. */
  readonly weight?: number;
  /** How many entries stand in a list of its answer, unless an argument says less. */
  readonly list?: { readonly assumed: number; readonly argument: string; readonly within?: string };
  readonly description?: string;
}

export interface SdlType {
  readonly kind: 'type' | 'input';
  readonly name: string;
  readonly description?: string;
  readonly fields: readonly SdlField[];
}

export interface SdlEnum {
  readonly name: string;
  readonly description?: string;
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/** A description as a string literal, so that no text can end it early. */
function described(text: string | undefined, indent: string): string {
  return text === undefined || text.trim() === '' ? '' : `${indent}${JSON.stringify(text.trim())}\n`;
}

function printField(field: SdlField): string {
  const list = field.arguments ?? [];
  const inline = list.length === 0 ? '' : `(${list.join(', ')})`;
  const directives = [...(field.directives ?? []), ...costDirectives(field)]
    .map((each) => ` ${each}`)
    .join('');
  return `${described(field.description, '  ')}  ${field.name}${inline}: ${field.type}${directives}`;
}

/** After the GraphQL Cost Directives Specification; a slicing argument with a default may be left out. */
function costDirectives({ weight, list }: SdlField): readonly string[] {
  const within = list?.within === undefined ? '' : `, sizedFields: ["${list.within}"]`;
  return [
    ...(weight === undefined ? [] : [`@cost(weight: "${weight}")`]),
    ...(list === undefined
      ? []
      : [
          `@listSize(assumedSize: ${list.assumed}, slicingArguments: ["${list.argument}"]${within}, requireOneSlicingArgument: false)`,
        ]),
  ];
}

export const printType = (type: SdlType): string =>
  `${described(type.description, '')}${type.kind} ${type.name} {\n${type.fields.map(printField).join('\n')}\n}\n`;

export const printEnum = (type: SdlEnum): string =>
  `${described(type.description, '')}enum ${type.name} {\n${type.values
    .map(
      ({ name, value }) =>
        `${described(name === value ? undefined : `On the wire: ${value}`, '  ')}  ${name}`,
    )
    .join('\n')}\n}\n`;

/** GraphQL names start with a letter or underscore; `__` is reserved for introspection. */
const legal = (name: string, prefix: string): string => (/^[A-Za-z]/.test(name) ? name : `${prefix}${name}`);

export const typeName = (text: string): string => legal(pascalCase(text), 'T');
export const fieldName = (text: string): string => legal(camelCase(text), 'f');

/** Enum values in the form the specification recommends; undefined when two of them become the same name. */
export function enumValues(values: readonly string[]): SdlEnum['values'] | undefined {
  const made = values.map((value) => ({ name: legal(snakeCase(value).toUpperCase(), 'V'), value }));
  const distinct = new Set(made.map(({ name }) => name));
  return distinct.size === made.length && made.length > 0 && !made.some(({ name }) => name === 'V')
    ? made
    : undefined;
}
