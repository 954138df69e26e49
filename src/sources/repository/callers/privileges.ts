import type { SyntaxNode } from '../languages/syntax.ts';
import { markOf } from './expressions.ts';
import type { Fact } from './facts.ts';
import type { Frame } from './frame.ts';
import type { Mark, Source } from './mark.ts';
import { storeOf } from './stores.ts';
import { isPrivilege } from './words.ts';

/** What a place is told as, before it is known on which ways it lies. */
export type Found = Extract<Fact, { readonly sink: unknown }>;

export const found = (
  { file }: Frame,
  kind: Found['kind'],
  {
    entity,
    key,
    source,
    node,
    what,
  }: {
    readonly entity: string;
    readonly key: string;
    readonly source: Source;
    readonly node: SyntaxNode;
    readonly what: string;
  },
): Found => ({
  kind,
  access: { entity, action: kind === 'mass-assignment' ? 'create' : 'change', key },
  source,
  sink: { what, origin: { kind: 'read', file, line: node.line } },
  within: '',
  ways: [],
});

/** Fields of a declared body that its record has as well. */
export function privilegesOf(
  frame: Frame,
  entity: string,
  mark: Mark,
  node: SyntaxNode,
  name: string,
): readonly Found[] {
  const { fields = [], named: source } = mark;
  if (source === undefined) return [];
  return fields
    .filter((field) => isPrivilegeOf(entity, field) && hasField(frame, entity, field))
    .map((key) =>
      found(frame, 'privilege-field', {
        entity,
        key,
        source: { ...source, what: `body field ${key}` },
        node,
        what: `fields of ${name}`,
      }),
    );
}

/** A role of a record that is nobody is a part of what roles are made of. */
const isPrivilegeOf = (entity: string, key: string): boolean =>
  isPrivilege(snake(key)) &&
  (/admin|staff|superuser/i.test(key) ||
    /user|account|member|person|people|customer|employee|profile|login|wallet|player|participant/i.test(
      entity,
    ));

export const plain = (name: string): string => name.replaceAll('_', '').toLowerCase();
export const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_');

/** Columns of a table, or fields of what is kept outside of tables. */
export const fieldsOf = ({ table, stores }: Frame['world'], entity: string): readonly string[] =>
  table(entity)?.columns.map(({ name }) => name) ?? [...(storeOf(stores, entity)?.fields ?? [])];

export const hasField = ({ world }: Frame, entity: string, key: string): boolean =>
  fieldsOf(world, entity).some((name) => plain(name) === plain(key));

/** One field that is written as the request gives it. */
export function privilege(
  frame: Frame,
  entity: string | undefined,
  key: string,
  value: SyntaxNode,
  node: SyntaxNode,
): readonly Found[] {
  if (entity === undefined || !isPrivilegeOf(entity, key)) return [];
  const mark = markOf(frame, value);
  const has = hasField(frame, entity, key);
  if (mark.named === undefined || mark.caller || !has || mark.entity !== undefined) return [];
  const endsIn = mark.named.what.split(' ').at(-1) ?? '';
  if (plain(endsIn) !== plain(key)) return [];
  return [
    found(frame, 'privilege-field', { entity, key, source: mark.named, node, what: `${key} of ${entity}` }),
  ];
}
