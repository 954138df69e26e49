import type { Fragment } from '../../../model/brief.ts';
import type { Entity, Field, Operation } from '../../../model/domain.ts';
import type { Quantity } from '../../../model/origin.ts';
import {
  flagAt,
  openAny,
  openMap,
  originOf,
  parsedOf,
  parts,
  quantityAt,
  report,
  requiredText,
  some,
  textAt,
  textsAt,
  textsOf,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { entry } from '../tree.ts';
import type { Node } from '../tree.ts';
import { quantity } from '../values/amount.ts';
import { parseRatio, parseVolume } from '../values/count.ts';
import { parseDuration } from '../values/duration.ts';
import { statementsAt } from './effects.ts';
import { readFields } from './fields.ts';
import { readOperations, usualOperations } from './operations.ts';
import { didYouMean } from '../suggest.ts';

export const entityKeys = [
  'about',
  'in',
  'extend',
  'fields',
  'unique',
  'rows',
  'growth',
  'retention',
  'owner',
  'lifecycle',
  'append-only',
  'checks',
  'generated',
  'operations',
] as const;

/** What `extend: true` says of an entity beside new fields. */
export interface EntityChange {
  readonly entity: string;
  readonly path: string;
  readonly unique: readonly (readonly string[])[];
  readonly rows?: Quantity;
  readonly growthPerYear?: Quantity;
  readonly rowsPer?: RowsPer;
  readonly retention?: Quantity;
  readonly owner?: string;
  readonly about?: string;
}

type RowsPer = NonNullable<Entity['rowsPer']>;

export interface EntitiesRead {
  readonly entities: readonly Entity[];
  readonly extensions: Fragment['extensions'];
  readonly changes: readonly EntityChange[];
  readonly operations: readonly Operation[];
}

/** Where entities of this document belong, and whether one without `operations` gets the usual ones. */
export interface EntityHome {
  readonly contextOf: (named: string | undefined, node: Node) => string;
  readonly usualOperations: boolean;
}

export function readEntities(
  reading: Reading,
  node: Node | undefined,
  path: string,
  home: EntityHome,
): EntitiesRead {
  const read = parts(openAny(reading, node, path)).map((part) => {
    if (!/^[A-Z][A-Za-z0-9]{0,59}$/.test(part.key))
      report(
        reading,
        part.place,
        `"${part.key.slice(0, 60)}" cannot name an entity.`,
        'Entities are singular words in PascalCase.',
        'Write OrderLine, for example.',
      );
    const view = openMap(reading, part.node, part.path, entityKeys);
    return view === undefined ? none : readEntity(reading, part.key, view, home);
  });
  return {
    entities: read.flatMap((part) => part.entities),
    extensions: read.flatMap((part) => part.extensions),
    changes: read.flatMap((part) => part.changes),
    operations: read.flatMap((part) => part.operations),
  };
}

const none: EntitiesRead = { entities: [], extensions: [], changes: [], operations: [] };

function readEntity(reading: Reading, name: string, view: View, home: EntityHome): EntitiesRead {
  const origin = originOf(reading, view.path, view.node);
  const fields = readFields(reading, entry(view.node, 'fields'), `${view.path}.fields`);
  const extend = flagAt(reading, view, 'extend') ?? false;
  const named = textAt(reading, view, 'in');
  const context = home.contextOf(named, entry(view.node, 'in') ?? view.node);
  const appendOnly = flagAt(reading, view, 'append-only') ?? false;
  const listed = entry(view.node, 'operations');
  const operations =
    listed !== undefined
      ? readOperations(reading, listed, `${view.path}.operations`, { entity: name, context })
      : home.usualOperations && !extend
        ? usualOperations({ entity: name, context }, appendOnly)
        : [];
  const said = {
    unique: readKeys(reading, entry(view.node, 'unique'), `${view.path}.unique`),
    ...readVolumes(reading, view),
    ...some({
      retention: quantityAt(reading, view, 'retention', parseDuration),
      owner: textAt(reading, view, 'owner'),
      about: textAt(reading, view, 'about'),
    }),
  };
  if (extend)
    return {
      ...none,
      operations,
      extensions: [{ entity: name, fields, ...(saysMore(said) ? { change: said } : {}), origin }],
      changes: [{ entity: name, path: view.path, ...said }],
    };
  const generated = statementsAt(reading, view, 'generated');
  const entity: Entity = {
    name,
    context,
    fields,
    ...said,
    ...some({ lifecycle: readLifecycle(reading, view, fields), ...(appendOnly ? { appendOnly } : {}) }),
    checks: parts(openAny(reading, entry(view.node, 'checks'), `${view.path}.checks`)).flatMap((part) =>
      textsCheck(reading, part),
    ),
    ...(generated.length > 0 && { generated }),
    origin,
  };
  return { ...none, entities: [entity], operations };
}

/** Whether an extension says anything beside fields. */
const saysMore = ({ unique, ...rest }: Omit<EntityChange, 'entity' | 'path'>): boolean =>
  unique.length > 0 || Object.keys(rest).length > 0;

const textsCheck = (
  reading: Reading,
  part: { readonly key: string; readonly node: Node; readonly path: string },
): readonly { readonly name: string; readonly sql: string }[] => {
  const sql = parsedOf(reading, part.node, part.path, (text) => ({ kind: 'value', value: text }));
  return sql === undefined ? [] : [{ name: part.key, sql }];
};

type Volumes = Pick<EntityChange, 'rows' | 'growthPerYear' | 'rowsPer'>;

/** `rows` and `growth` take the same forms; what they say is told by the form. */
function readVolumes(reading: Reading, view: View): Volumes {
  const said = ['rows', 'growth'].map((key): Volumes => {
    const node = entry(view.node, key);
    if (node?.kind === 'scalar' && /\sper\s/.test(node.text)) {
      const per = parsedOf(reading, node, `${view.path}.${key}`, parseRatio);
      return some({
        rowsPer: per && {
          entity: per.entity,
          ratio: quantity(per.ratio, originOf(reading, `${view.path}.${key}`, node)),
        },
      });
    }
    const volume = quantityAt(reading, view, key, parseVolume);
    return volume?.unit === 'rows/year' ? { growthPerYear: volume } : some({ rows: volume });
  });
  return { ...said[1], ...said[0] };
}

/** `[[a, b], [c]]`; a plain list `[a, b]` is one key. */
function readKeys(reading: Reading, node: Node | undefined, path: string): readonly (readonly string[])[] {
  if (node?.kind !== 'list') return node === undefined ? [] : [textsOf(reading, node, path)];
  if (node.items.every((item) => item.kind === 'scalar')) return [textsOf(reading, node, path)];
  return node.items.map((item, index) => textsOf(reading, item, `${path}.${index}`));
}

function readLifecycle(reading: Reading, view: View, fields: readonly Field[]): Entity['lifecycle'] {
  const at = openMap(reading, entry(view.node, 'lifecycle'), `${view.path}.lifecycle`, [
    'field',
    'transitions',
  ]);
  if (at === undefined) return undefined;
  const name = requiredText(reading, at, 'field', 'status') ?? '';
  const field = fields.find((candidate) => candidate.name === name);
  if (field?.type.kind !== 'enum') {
    report(
      reading,
      at.node.place,
      `${at.path} names no enum field.`,
      `"${name}" is not a field with listed states.`,
      didYouMean(
        name,
        fields.filter(({ type }) => type.kind === 'enum').map((candidate) => candidate.name),
      ),
    );
    return undefined;
  }
  const states = field.type.values;
  const transitions = textsAt(reading, at, 'transitions').flatMap((text) => {
    const [from = '', to = '', ...rest] = text.split(/\s*>\s*/);
    if (rest.length === 0 && states.includes(from) && states.includes(to)) return [[from, to] as const];
    report(
      reading,
      at.node.place,
      `${at.path}: "${text.slice(0, 60)}" is no transition.`,
      'A transition leads from one state of the field to another.',
      `Write from>to. ${didYouMean(states.includes(from) ? to : from, states)}`,
    );
    return [];
  });
  return { field: name, states, transitions };
}
