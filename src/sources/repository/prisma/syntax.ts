/** The Prisma schema language as data: blocks of fields, attributes and settings. */
export type PrismaValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly PrismaArgument[] }
  | { readonly kind: 'list'; readonly items: readonly PrismaValue[] };

export interface PrismaArgument {
  readonly name?: string;
  readonly value: PrismaValue;
}

/** `@id`, `@db.VarChar(80)`, `@@index([a, b])`; the name stands without its signs. */
export interface PrismaAttribute {
  readonly name: string;
  readonly arguments: readonly PrismaArgument[];
  readonly line: number;
}

export interface PrismaField {
  readonly name: string;
  /** `Unsupported` for a type that Prisma only passes through; `raw` then holds it. */
  readonly type: string;
  readonly raw?: string;
  readonly arity: 'one' | 'optional' | 'list';
  readonly attributes: readonly PrismaAttribute[];
  readonly line: number;
}

export interface PrismaBlock {
  /** `model`, `enum`, `view`, `type`, `datasource`, `generator`. */
  readonly kind: string;
  readonly name: string;
  readonly fields: readonly PrismaField[];
  readonly attributes: readonly PrismaAttribute[];
  readonly settings: ReadonlyMap<string, PrismaValue>;
  readonly file: string;
  readonly line: number;
}

export const attributeOf = (
  holder: { readonly attributes: readonly PrismaAttribute[] },
  name: string,
): PrismaAttribute | undefined => holder.attributes.find((attribute) => attribute.name === name);

/** The argument of that name, or the one at `position` among those without a name. */
export function argumentOf(
  holder: { readonly arguments: readonly PrismaArgument[] },
  name: string,
  position?: number,
): PrismaValue | undefined {
  const named = holder.arguments.find((argument) => argument.name === name);
  if (named !== undefined || position === undefined) return named?.value;
  return holder.arguments.filter((argument) => argument.name === undefined)[position]?.value;
}

export const textOf = (value: PrismaValue | undefined): string | undefined =>
  value?.kind === 'text' ? value.text : undefined;

export const nameOf = (value: PrismaValue | undefined): string | undefined =>
  value?.kind === 'name' ? value.name : undefined;

/** Field names of `[a, b(sort: Desc)]`. */
export const namesOf = (value: PrismaValue | undefined): readonly string[] =>
  value?.kind === 'list'
    ? value.items.flatMap((item) => (item.kind === 'name' || item.kind === 'call' ? [item.name] : []))
    : [];

/** The name a model, field, enum or label has in the database. */
export const mappedName = (
  holder: { readonly attributes: readonly PrismaAttribute[]; readonly name: string },
  attribute: 'map' | '@map',
): string => {
  const map = attributeOf(holder, attribute);
  return (map === undefined ? undefined : textOf(argumentOf(map, 'name', 0))) ?? holder.name;
};
