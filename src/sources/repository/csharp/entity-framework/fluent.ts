import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { lineageOf, membersOf } from '../code.ts';
import { lastName, nameOf } from '../syntax.ts';
import { textOf } from '../texts.ts';
import type { Link } from './chain.ts';
import { chainOf, linkNamed, propertyNames } from './chain.ts';
import type { Entity } from './model.ts';
import { deleteAction } from './model.ts';

/** Applies `modelBuilder.Entity<T>(…)` and the lines of a configuration class to the entities. */
export function configure(
  code: Code,
  method: SyntaxNode,
  file: string,
  entities: ReadonlyMap<string, Entity>,
  only?: string,
): void {
  walkSyntax(method, (node, above) => {
    if (node.type !== 'invocation_expression' || above.at(-1)?.type === 'member_access_expression') return;
    const chain = chainOf(node);
    if (chain === undefined) return;
    const [first, ...rest] = chain.links;
    if (first?.name === 'Entity' && first.generics[0] !== undefined) {
      const entity = entities.get(lastName(first.generics[0]));
      if (entity !== undefined && rest.length > 0) apply(code, file, entity, rest, entities);
      return;
    }
    const name = only ?? enclosing(above);
    const entity = name === undefined ? undefined : entities.get(name);
    if (entity !== undefined) apply(code, file, entity, chain.links, entities);
  });
}

/** The type of `Entity<T>(b => …)` around a line. */
function enclosing(above: readonly SyntaxNode[]): string | undefined {
  for (const node of above.toReversed()) {
    const chain = node.type === 'invocation_expression' ? chainOf(node) : undefined;
    const entity = chain?.links.find(({ name }) => name === 'Entity');
    if (entity?.generics[0] !== undefined) return lastName(entity.generics[0]);
  }
  return undefined;
}

function apply(
  code: Code,
  file: string,
  entity: Entity,
  links: readonly Link[],
  entities: ReadonlyMap<string, Entity>,
): void {
  const [first] = links;
  const text = (link: Link | undefined, at = 0): string | undefined => {
    const value = link?.arguments[at]?.value;
    const found = value === undefined ? undefined : textOf(code, value, { file });
    return found?.resolved === true ? found.text : undefined;
  };
  if (first === undefined) return;
  const origin = originIn(file, first.node);
  if (first.name === 'ToTable') {
    entity.table = text(first) ?? entity.table;
    entity.schema = text(first, 1) ?? entity.schema;
  } else if (first.name === 'HasKey') entity.key = { columns: propertyNames(first), origin };
  else if (first.name === 'Ignore') for (const name of propertyNames(first)) entity.properties.delete(name);
  else if (first.name === 'HasIndex') {
    const where = text(linkNamed(links, 'HasFilter'));
    const name = text(linkNamed(links, 'HasDatabaseName', 'HasName')) ?? '';
    entity.indexes.push({
      name,
      properties: propertyNames(first),
      columns: [],
      include: [],
      unique: linkNamed(links, 'IsUnique') !== undefined,
      method: 'btree',
      ...(where === undefined ? {} : { where }),
      serves: [],
      origin,
    });
  } else if (first.name === 'Property') property(entity, links, text);
  else if (first.name === 'HasOne') relation(code, entity, links, entities, origin);
}

function property(
  entity: Entity,
  links: readonly Link[],
  text: (link: Link | undefined, at?: number) => string | undefined,
): void {
  const [name] = links[0] === undefined ? [] : propertyNames(links[0]);
  const found = name === undefined ? undefined : entity.properties.get(name);
  if (name === undefined || found === undefined) return;
  const [type, column, length, fallback] = [
    'HasColumnType',
    'HasColumnName',
    'HasMaxLength',
    'HasDefaultValueSql',
  ].map((each) => text(linkNamed(links, each)));
  const required = linkNamed(links, 'IsRequired');
  const made =
    length === undefined
      ? found.column.type
      : found.column.type
          .replace(/^text$/, `character varying(${length})`)
          .replace('(max)', `(${length})`)
          .replace(/^longtext$/, `varchar(${length})`);
  entity.properties.set(name, {
    name,
    column: {
      ...found.column,
      name: column ?? found.column.name,
      type: type ?? made,
      nullable:
        required === undefined ? found.column.nullable : required.arguments[0]?.value.text === 'false',
      ...(fallback === undefined ? {} : { default: fallback }),
    },
  });
}

/** `HasOne(x => x.Author).WithMany().HasForeignKey(x => x.AuthorId).OnDelete(…)`. */
function relation(
  code: Code,
  entity: Entity,
  links: readonly Link[],
  entities: ReadonlyMap<string, Entity>,
  origin: Entity['origin'],
): void {
  const key = linkNamed(links, 'HasForeignKey');
  const [first] = links;
  const [navigation] = first === undefined ? [] : propertyNames(first);
  const properties =
    key === undefined ? (navigation === undefined ? [] : [`${navigation}Id`]) : propertyNames(key);
  const generic = first?.generics[0] === undefined ? undefined : lastName(first.generics[0]);
  const to = generic ?? navigationType(code, entity, navigation);
  if (
    to === undefined ||
    !entities.has(to) ||
    properties.length === 0 ||
    !properties.every((name) => entity.properties.has(name))
  )
    return;
  const told = /DeleteBehavior\.(\w+)/.exec(
    linkNamed(links, 'OnDelete')?.arguments[0]?.value.text ?? '',
  )?.[1];
  const optional = properties.some((name) => entity.properties.get(name)?.column.nullable === true);
  entity.foreignKeys.push({
    properties,
    to,
    principal: [],
    onDelete: told === undefined ? (optional ? 'no action' : 'cascade') : deleteAction(told),
    origin,
  });
}

/** The type of the property a relation goes by. */
function navigationType(code: Code, entity: Entity, navigation: string | undefined): string | undefined {
  const type = code.find(entity.name, entity.origin.kind === 'read' ? entity.origin.file : '');
  if (type === undefined || navigation === undefined) return undefined;
  const property = lineageOf(code, type)
    .types.flatMap((each) => membersOf(code, each))
    .find(({ node }) => node.type === 'property_declaration' && nameOf(node) === navigation);
  return property === undefined ? undefined : lastName(inField(property.node, 'type'));
}
