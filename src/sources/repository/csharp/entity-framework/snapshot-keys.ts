import { originIn } from '../../languages/syntax.ts';
import type { Link } from './chain.ts';
import { linkNamed, propertyNames } from './chain.ts';
import type { Entity } from './model.ts';
import { deleteAction } from './model.ts';
import { named, text } from './snapshot-reading.ts';
import type { Reading } from './snapshot-reading.ts';

export function index(reading: Reading, entity: Entity, links: readonly Link[]): void {
  const [first] = links;
  if (first === undefined) return;
  const name = text(reading, linkNamed(links, 'HasDatabaseName', 'HasName')) ?? indexName(reading, first);
  const where = text(reading, linkNamed(links, 'HasFilter'));
  const unique = linkNamed(links, 'IsUnique');
  const method = /HasMethod\(.*?"(\w+)"\s*\)/s.exec(links.at(-1)?.node.text ?? '')?.[1];
  const properties =
    first.arguments[0]?.value.type === 'string_literal'
      ? propertyNames({
          ...first,
          arguments: first.arguments.filter(({ value }) => value.type === 'string_literal'),
        })
      : arrayNames(first);
  entity.indexes.push({
    name: name ?? '',
    properties,
    columns: [],
    include: [],
    unique: unique !== undefined && unique.arguments[0]?.value.text !== 'false',
    method: method ?? 'btree',
    ...(where === undefined ? {} : { where }),
    serves: [],
    origin: originIn(reading.file, first.node),
  });
}

/** `HasIndex(new[] { "A" }, "IX_Name")`. */
const arrayNames = (link: Link): readonly string[] =>
  [...(link.arguments[0]?.value.text ?? '').matchAll(/"(\w+)"/g)].map((match) => match[1] ?? '');
const indexName = (reading: Reading, link: Link): string | undefined =>
  link.arguments[0]?.value.type === 'string_literal' ? undefined : text(reading, link, 1);

export function reference(reading: Reading, entity: Entity, links: readonly Link[]): void {
  const [first] = links;
  const key = linkNamed(links, 'HasForeignKey');
  if (first === undefined || key === undefined) return;
  const to = first.name === 'WithOwner' ? ownerOf(entity) : text(reading, first);
  if (to === undefined) return;
  // A one-to-one relation names the dependent entity first: `HasForeignKey("Dependent", "UserId")`.
  const one = linkNamed(links, 'WithOne') !== undefined;
  const all = propertyNames(key);
  const properties = one && all.length > 1 ? all.slice(1) : all;
  const principal = linkNamed(links, 'HasPrincipalKey');
  const principals = principal === undefined ? [] : propertyNames(principal);
  entity.foreignKeys.push({
    ...named(reading, links),
    properties,
    to,
    principal: one && principals.length > 1 ? principals.slice(1) : principals,
    onDelete:
      first.name === 'WithOwner'
        ? 'cascade'
        : deleteAction(
            /DeleteBehavior\.(\w+)/.exec(linkNamed(links, 'OnDelete')?.arguments[0]?.value.text ?? '')?.[1],
          ),
    origin: originIn(reading.file, first.node),
  });
}

const ownerOf = (entity: Entity): string | undefined => /^(.*)\.\w+#[\w.]+$/.exec(entity.name)?.[1];
