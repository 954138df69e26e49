import { fieldColumn } from '../../artifacts/field-column.ts';
import type { AccessRule, Brief, Fragment } from '../../model/brief.ts';
import type { Entity, Field, Operation } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import type { Landing } from './landing.ts';
import { fieldName } from './names.ts';
import { isPassword } from './personal.ts';
import type { People } from './people.ts';

/** What packs and the user's own fragment bring, before anything of the legacy system is added. */
export interface Brought {
  readonly entities: readonly Entity[];
  readonly operations: readonly Operation[];
  readonly actors: readonly string[];
  readonly access: readonly AccessRule[];
}

export const broughtBy = (wishes: Brief | undefined): Brought => {
  const fragments: readonly Fragment[] =
    wishes === undefined ? [] : [...wishes.packs.map(({ fragment }) => fragment), wishes.fragment];
  return {
    entities: fragments.flatMap(({ entities }) => entities),
    operations: fragments.flatMap(({ operations }) => operations),
    actors: fragments.flatMap(({ actors }) => actors.map(({ name }) => name)),
    access: fragments.flatMap(({ access }) => access),
  };
};

/** Whether a rule of the wishes says who may do it. */
export const isDecided = ({ access }: Brought, { entity, verb, action }: Operation): boolean =>
  access.some(
    ({ entities, verbs }) =>
      (entities.includes('*') || entities.includes(entity)) &&
      (verbs.includes('*') ||
        verbs.includes(action ?? verb) ||
        (action !== undefined && verbs.includes('process'))),
  );

/** Whether a table and an entity that are called alike also hold alike: two columns by their names, or all that the smaller has. */
export function holdsAlike(columns: readonly string[], { fields }: Entity): boolean {
  const names = new Set(columns.map((column) => fieldName(column).replace(/_id$/, '')));
  const shared = fields.filter(
    ({ name }) => names.has(name) || (aliases[name] ?? []).some((alias) => names.has(alias)),
  );
  return shared.length >= Math.min(2, fields.length, names.size);
}

/**
 * The entity that a pack brings for the rows of a table: the one of the same name, or, for the tables of those who sign
 * in, the person.
 */
export function meantBy(
  table: string,
  name: string,
  people: People,
  { entities }: Brought,
): Entity | undefined {
  const person = entities.find(({ owner }) => owner === 'id');
  if (person !== undefined && (table === people.person || table === people.staff)) return person;
  return (
    entities.find((entity) => entity.name === name) ?? entities.find((entity) => isLine(name, entity.name))
  );
}

const lines = /(Item|Line|Position|Detail)$/;

/** `OrderItem` is what others call `OrderLine`. */
const isLine = (name: string, other: string): boolean =>
  lines.test(name) && lines.test(other) && name.replace(lines, '') === other.replace(lines, '');

/** A landing that extends what a pack brings, and what that leaves open. */
export interface Merged {
  readonly landing: Landing;
  readonly added: readonly Field[];
  readonly notes: readonly Gap[];
}

/** What a table is merged into. */
export interface Merging {
  readonly entity: Entity;
  /** Its rows are those for whom the entity is there; of two tables that lead to one, the other is told by its name. */
  readonly main: boolean;
  /** The words of the table, in snake_case. */
  readonly stem: string;
  readonly brought: Brought;
  /** What other tables have added to the entity. */
  readonly earlier: readonly Field[];
}

/** Columns take the fields of the pack that mean the same; the others are added, none of them required. */
export function mergedInto(landing: Landing, merging: Merging): Merged {
  const { entity, brought, earlier } = merging;
  const added: Field[] = [];
  const fields = new Map<string, string>();
  const elsewhere = new Map<string, Elsewhere>();
  const notes: Gap[] = [];
  const credential = brought.entities.find((each) => isCredential(each, entity.name));
  for (const [column, name] of landing.fields) {
    const said = landing.entity.fields.find((field) => field.name === name);
    if (said === undefined) fields.set(column, name);
    else if (credential !== undefined && isPassword(column)) {
      elsewhere.set(column, { entity: credential.name, field: 'secret_hash' });
      notes.push(rehashed(landing.table, column, credential.name, said));
    } else {
      const known = knownField(said, landing, entity);
      if (known !== undefined && ![...fields.values()].includes(known.name)) {
        fields.set(column, known.name);
        if (isShorter(known, said)) notes.push(shorter(landing.table, column, entity.name, known));
      } else {
        const free = freeName(said, merging);
        fields.set(column, free);
        if (!earlier.some((field) => field.name === free))
          added.push({ ...said, name: free, optional: true });
      }
    }
  }
  return {
    landing: {
      ...landing,
      entity: { ...entity, fields: [...entity.fields, ...earlier, ...added] },
      fields,
      ...(elsewhere.size > 0 && { elsewhere }),
    },
    added,
    notes: [...notes, ...unfilled(landing.table, entity, new Set(fields.values()))],
  };
}

/** The field of the pack that a column means: of its name, or of another that says the same. */
function knownField(said: Field, landing: Landing, { fields }: Entity): Field | undefined {
  const own = new Map(fields.map((field) => [field.name, field]));
  const found = own.get(said.name) ?? aliasOf(said.name, own, landing);
  return found !== undefined && isAlike(found, said) ? found : undefined;
}

/** A name that no field of the entity has, and none that another table has added for something else. */
function freeName(said: Field, { entity, main, stem, earlier }: Merging): string {
  const isTaken = (name: string, field: Field): boolean =>
    field.name === name || fieldColumn(field) === fieldColumn({ ...said, name });
  const wish =
    said.name === 'legacy_id' && !main
      ? `legacy_${stem}_id`
      : entity.fields.some((field) => isTaken(said.name, field))
        ? `legacy_${said.name}`
        : said.name;
  const before = earlier.find((field) => isTaken(wish.slice(0, 56), field));
  return before === undefined || (before.name === wish && isAlike(before, said))
    ? wish.slice(0, 56)
    : `${stem}_${wish}`.slice(0, 56);
}

/** A field of another entity to which a column goes. */
export interface Elsewhere {
  readonly entity: string;
  readonly field: string;
}

const isCredential = ({ fields }: Entity, person: string): boolean =>
  fields.some(({ name }) => name === 'secret_hash') &&
  fields.some(({ type }) => type.kind === 'ref' && type.entity === person);

/** Other names under which databases keep what packs have. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  email: ['mail', 'e_mail', 'email_address'],
  phone: ['telephone', 'tel', 'phone_number'],
  postal_code: ['zip', 'zip_code', 'zipcode', 'postcode', 'post_code', 'postal', 'plz'],
  line1: ['street', 'address', 'address1', 'address_1', 'street_address'],
  line2: ['address2', 'address_2', 'suburb'],
  quantity: ['qty'],
  last_sign_in_at: ['last_login', 'last_login_at', 'lastlogin'],
  description: ['desc'],
  unit_price: ['price', 'item_price'],
};

/** The field that the column means by another name, where no column has its own. */
const aliasOf = (name: string, own: ReadonlyMap<string, Field>, { fields }: Landing): Field | undefined => {
  const found = [...own.values()].find(
    (field) => Object.hasOwn(aliases, field.name) && aliases[field.name]?.includes(name) === true,
  );
  return found === undefined || [...fields.values()].includes(found.name) ? undefined : found;
};

const families: readonly (readonly string[])[] = [
  ['string', 'text', 'email', 'url'],
  ['int', 'bigint', 'decimal'],
  ['money'],
  ['date', 'datetime'],
];

/** Whether the values of the one can stand in the other. */
function isAlike(known: Field, said: Field): boolean {
  const [a, b] = [known.type, said.type];
  if (a.kind === 'enum') return b.kind === 'enum' && b.values.every((value) => a.values.includes(value));
  if (a.kind === 'ref') return b.kind === 'ref' && a.entity === b.entity;
  return a.kind === b.kind || families.some((family) => family.includes(a.kind) && family.includes(b.kind));
}

const isShorter = (known: Field, said: Field): boolean =>
  known.maxLength !== undefined && said.maxLength !== undefined && known.maxLength < said.maxLength;

const shorter = (table: string, column: string, entity: string, { name, maxLength, origin }: Field): Gap => ({
  kind: 'merged-field',
  subject: `${table}.${column}`,
  why: `${entity}.${name} holds ${maxLength ?? 0} characters and the column more: longer values have to be shortened or the field be widened.`,
  origin,
});

const rehashed = (table: string, column: string, entity: string, { origin }: Field): Gap => ({
  kind: 'merged-field',
  subject: `${table}.${column}`,
  why: `${entity} keeps hashes of its own kind: sign-in checks a legacy hash as it was made and replaces it at the next sign-in.`,
  origin,
});

/** What the entity requires and no column of the table holds. */
function unfilled(table: string, { name, fields }: Entity, filled: ReadonlySet<string>): readonly Gap[] {
  const open = fields.filter(
    (field) => !field.optional && field.default === undefined && !filled.has(field.name),
  );
  if (open.length === 0) return [];
  return [
    {
      kind: 'merged-entity',
      subject: `${table} -> ${name}`,
      why: `No column of the table holds ${open.map((field) => field.name).join(', ')}, which ${name} requires: the back-fill has to compute them.`,
    },
  ];
}
