import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Entity, Relation } from '../../queries/stored.ts';
import { bodyStatements, namespaceOf } from '../code.ts';
import { plural, singular, underscore } from '../inflections.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option, pairsIn } from '../syntax.ts';
import type { Classes } from './classes.ts';

export interface RubyEntity extends Entity {
  readonly className: string;
  readonly scopes: ReadonlySet<string>;
  /** Methods that run when a row is stored. */
  readonly callbacks: readonly string[];
  /** Methods that run when a row is removed. */
  readonly removals: readonly string[];
}

/** Models of Active Record, by the full names of their classes. */
export interface Entities {
  readonly of: (name: string | undefined) => RubyEntity | undefined;
  readonly from: (entity: Entity | undefined) => RubyEntity | undefined;
}

const base = /^(ActiveRecord::Base|ApplicationRecord|ActiveRecord::Base\.\w+)$/;

export function createEntities(
  classes: Classes,
  tables: ReadonlySet<string>,
  acronyms: readonly string[],
): Entities {
  const known = new Map<string, RubyEntity | undefined>();
  const byEntity = new Map<Entity, RubyEntity>();
  const of = (name: string | undefined): RubyEntity | undefined => {
    if (name === undefined) return undefined;
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const found = entityOf(classes, { tables, acronyms }, name, of);
    known.set(name, found);
    if (found !== undefined) byEntity.set(found, found);
    return found;
  };
  return { of, from: (entity) => (entity === undefined ? undefined : byEntity.get(entity)) };
}

function entityOf(
  classes: Classes,
  names: Names,
  name: string,
  of: (name: string | undefined) => RubyEntity | undefined,
): RubyEntity | undefined {
  const lineage = classes.lineage(name);
  const [first] = lineage.openings;
  if (first === undefined || first.kind !== 'class' || name === 'ApplicationRecord') return undefined;
  // The library's own class may be opened by the target.
  const kinds = [
    ...lineage.outside,
    ...lineage.openings.flatMap((each) => [each.name, each.superclass ?? '']),
  ];
  if (name.startsWith('ActiveRecord::') || !kinds.some((each) => base.test(each))) return undefined;
  const own = lineage.openings.filter((opening) => opening.name === name);
  if (own.some(({ node }) => /self\.abstract_class\s*=\s*true/.test(node.text))) return undefined;
  const said = own
    .map(({ node }) => /self\.table_name\s*=\s*["':](?:#\{\w+\})?([\w.]+)/.exec(node.text)?.[1])
    .find((each) => each !== undefined);
  const above = own.flatMap(({ superclass }) => superclass ?? [])[0];
  const parent = above === undefined ? undefined : of(classes.named(above, namespaceOf(name)));
  const statements = lineage.openings
    .flatMap((opening) => bodyStatements(opening.statements))
    .flatMap((node) => callOf(node) ?? []);
  const relations = new Map<string, Relation | undefined>();
  return {
    className: name,
    name,
    table: said ?? parent?.table ?? usualTable(name, names),
    key:
      own
        .map(({ node }) => /self\.primary_key\s*=\s*["':](\w+)/.exec(node.text)?.[1])
        .find((each) => each !== undefined) ?? 'id',
    always: statements.some(
      ({ name: called, block }) => called === 'default_scope' && /includes|preload/.test(block?.text ?? ''),
    )
      ? ['*']
      : [],
    scopes: new Set(
      statements.flatMap(({ name: called, args }) =>
        called === 'scope' && args[0] !== undefined ? [args[0].text.replace(/^:/, '')] : [],
      ),
    ),
    callbacks: callbacksIn(
      statements,
      /^(before|after|around)_(save|create|update|commit|validation|create_commit|update_commit)$/,
    ),
    removals: callbacksIn(statements, /^(before|after|around)_(destroy|commit|destroy_commit)$/),
    relation: (wanted) => {
      if (!relations.has(wanted)) relations.set(wanted, relationOf(classes, name, statements, wanted, of));
      return relations.get(wanted);
    },
  };
}

/** What the names of tables depend on beside the class. */
interface Names {
  readonly tables: ReadonlySet<string>;
  /** `GitHub` is one word. */
  readonly acronyms: readonly string[];
}

function usualTable(full: string, { tables, acronyms }: Names): string {
  const name = acronyms.reduce((text, word) => text.replaceAll(word, camel(word.toLowerCase())), full);
  const plain = plural(underscore(name.split('::').at(-1) ?? name));
  const whole = plural(underscore(name).replaceAll('/', '_'));
  if (tables.has(plain)) return plain;
  return tables.has(whole) ? whole : plain;
}

const callbacksIn = (statements: readonly Call[], names: RegExp): readonly string[] =>
  statements.flatMap(({ name, args }) =>
    names.test(name) ? args.map(({ text }) => text.replace(/^:/, '')) : [],
  );

const declares = /^(belongs_to|has_one|has_many|has_and_belongs_to_many)$/;

function relationOf(
  classes: Classes,
  owner: string,
  statements: readonly Call[],
  wanted: string,
  of: (name: string | undefined) => RubyEntity | undefined,
): Relation | undefined {
  const call = statements.find(
    ({ name, args }) => declares.test(name) && args[0]?.text.replace(/^:/, '') === wanted,
  );
  if (call === undefined || option(call, 'polymorphic')?.text === 'true') return undefined;
  const many = call.name === 'has_many' || call.name === 'has_and_belongs_to_many';
  const through = symbolOf(option(call, 'through'));
  const told = symbolOf(option(call, 'class_name')) ?? constantName(option(call, 'class_name'));
  const source = symbolOf(option(call, 'source')) ?? wanted;
  const word =
    told === ''
      ? camel(
          many ? singular(through === undefined ? wanted : source) : through === undefined ? wanted : source,
        )
      : told;
  const target =
    of(classes.named(word, owner)) ?? viaThrough(classes, owner, statements, through, source, of);
  if (target === undefined) return undefined;
  const column =
    symbolOf(option(call, 'foreign_key')) ??
    `${symbolOf(option(call, 'as')) ?? underscore(owner.split('::').at(-1) ?? owner)}_id`;
  return {
    target,
    many,
    ...(call.name === 'belongs_to' ? { owned: true } : { column }),
    ...(through === undefined ? {} : { through }),
    ...(call.name === 'has_and_belongs_to_many' ? { through: wanted } : {}),
  };
}

/** The other end of `has_many :readers, through: :loans`. */
function viaThrough(
  classes: Classes,
  owner: string,
  statements: readonly Call[],
  through: string | undefined,
  source: string,
  of: (name: string | undefined) => RubyEntity | undefined,
): RubyEntity | undefined {
  if (through === undefined) return undefined;
  const middle = relationOf(classes, owner, statements, through, of)?.target;
  const found = middle?.relation(source) ?? middle?.relation(singular(source));
  return found === undefined ? undefined : of(found.target.name);
}

export const symbolOf = (node: SyntaxNode | undefined): string | undefined => {
  if (node?.type === 'simple_symbol') return node.text.slice(1);
  if (node?.type !== 'string' || node.children.some(({ type }) => type !== 'string_content'))
    return undefined;
  return node.children
    .map(({ text }) => text)
    .join('')
    .replace(/^::/, '');
};

export const camel = (name: string): string =>
  name
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');

/** Names in `includes(:author, comments: :author)`. */
export function namesIn(call: Call): readonly string[] {
  return [
    ...call.pairs.map(({ name }) => name),
    ...call.args.flatMap((arg) => {
      if (arg.type === 'hash') return pairsIn(arg).map(({ name }) => name);
      if (arg.type === 'array')
        return arg.children.flatMap((each) => symbolOf(each) ?? pairsIn(each).map(({ name }) => name));
      // What is computed may name anything.
      return [symbolOf(arg) ?? '*'];
    }),
  ];
}
