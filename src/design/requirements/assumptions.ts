import type { Backend } from '../../model/backend.ts';
import type { Pack } from '../../model/brief.ts';
import type { Origin, Quantity, Unit } from '../../model/origin.ts';
import { quantityText, rangeText } from '../../model/quantity.ts';
import type { Assumption } from '../../model/requirements.ts';
import { compareText } from '../../model/text.ts';

type Unsaid = Extract<Origin, { kind: 'assumed' | 'default' }>;

/** One value nobody gave, and where the model uses it. */
interface Use {
  readonly origin: Unsaid;
  readonly value: string;
  /** The property that holds it, in words. */
  readonly label: string;
  /** The nearest thing with an id or a name around it. */
  readonly holder: string;
  readonly affects: readonly string[];
}

/**
 * Every value of a finished backend that nobody gave: `assumed`, or the `default` of a pack. A value used in many
 * places under one origin is one assumption. With `packs`, also the options of packs that hold by default. Ids follow
 * the order: assumed values first, then defaults, each by subject.
 */
export function assumptionRegister(backend: Backend, packs: readonly Pack[] = []): readonly Assumption[] {
  const uses: Use[] = [];
  const { requirements, ...rest } = backend;
  const parts = { ...rest, objectives: requirements.objectives };
  for (const [area, part] of Object.entries(parts))
    walk(part, { key: area, holder: '', affects: [area] }, uses);
  const merged = [...grouped(uses).values()].map(assumptionOf);
  return [...merged, ...packs.flatMap(optionAssumptions)]
    .sort(
      (a, b) =>
        compareText(a.origin.kind, b.origin.kind) ||
        compareText(a.subject, b.subject) ||
        compareText(a.value, b.value) ||
        compareText(a.because, b.because),
    )
    .map((assumption, index) => ({ ...assumption, id: `A${index + 1}` }));
}

interface Around {
  readonly key: string;
  readonly holder: string;
  readonly affects: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function walk(value: unknown, around: Around, uses: Use[]): void {
  if (Array.isArray(value)) {
    for (const part of value) walk(part, around, uses);
    return;
  }
  if (!isFields(value)) return;
  const origin = unsaid(value['origin']);
  if (origin !== undefined && 'value' in value) {
    uses.push({ origin, value: valueWords(value), label: words(around.key), ...around });
    return;
  }
  const inside = { holder: nameOf(value) ?? around.holder, affects: affectsOf(value, around.affects) };
  for (const [key, part] of Object.entries(value)) walk(part, { key, ...inside }, uses);
}

function unsaid(origin: unknown): Unsaid | undefined {
  if (!isFields(origin)) return undefined;
  const { kind, because, pack, version, path } = origin;
  if (kind === 'assumed' && typeof because === 'string') return { kind, because };
  if (kind === 'default' && typeof pack === 'string' && typeof version === 'string')
    return { kind, pack, version, ...(typeof path === 'string' ? { path } : {}) };
  return undefined;
}

function nameOf(value: Fields): string | undefined {
  const name = [value['id'], value['name'], value['operation']].find((part) => typeof part === 'string');
  return typeof name === 'string' ? name : undefined;
}

const affectsOf = ({ context }: Fields, known: readonly string[]): readonly string[] =>
  typeof context === 'string' && !known.includes(context) ? [...known, context] : known;

/** `responseBytes` → `response bytes`. */
const words = (key: string): string => key.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

const unitWords: Readonly<Record<Unit, true>> = {
  ms: true,
  s: true,
  rows: true,
  bytes: true,
  'requests/s': true,
  'rows/s': true,
  'rows/year': true,
  'bytes/s': true,
  ratio: true,
  users: true,
  people: true,
  instances: true,
  connections: true,
  vCPU: true,
  EUR: true,
  'EUR/month': true,
  days: true,
  x: true,
  count: true,
  'cost units': true,
};
const isUnit = (unit: unknown): unit is Unit => typeof unit === 'string' && Object.hasOwn(unitWords, unit);

function valueWords(holder: Fields): string {
  const { value, unit, low, high } = holder;
  if (typeof value !== 'number' || !isUnit(unit)) return plainWords(value);
  const quantity: Quantity = {
    value,
    unit,
    origin: { kind: 'assumed', because: '' },
    ...(typeof low === 'number' ? { low } : {}),
    ...(typeof high === 'number' ? { high } : {}),
  };
  const range = rangeText(quantity);
  return `${quantityText(quantity)}${range === '' ? '' : ` (${range})`}`;
}

function plainWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(plainWords).join(', ');
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : JSON.stringify(value ?? 'none');
}

function grouped(uses: readonly Use[]): ReadonlyMap<string, readonly Use[]> {
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const key = JSON.stringify([use.origin, use.value]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [use]);
    else group.push(use);
  }
  return groups;
}

function assumptionOf(uses: readonly Use[]): Assumption {
  const [first] = uses;
  const labels = unique(uses.map(({ label }) => label));
  const holders = unique(uses.map(({ holder }) => holder)).filter((holder) => holder !== '');
  const origin = first?.origin ?? { kind: 'assumed', because: '' };
  const where =
    holders.length === 0
      ? ''
      : holders.length <= 3
        ? ` of ${holders.join(', ')}`
        : ` of ${holders.length} parts`;
  return {
    id: '',
    subject: `${labels[0] ?? ''}${where}`,
    value: first?.value ?? '',
    because: reason(origin),
    affects: unique([
      ...uses.flatMap(({ affects }) => affects),
      ...(origin.kind === 'default' ? [origin.pack] : []),
    ]).filter((name) => name !== 'plumbline'),
    origin,
  };
}

const reason = (origin: Unsaid): string =>
  origin.kind === 'assumed'
    ? origin.because
    : `Default of ${origin.pack}@${origin.version}${origin.path === undefined ? '' : ` (${origin.path})`}; nothing else was said.`;

const unique = (list: readonly string[]): readonly string[] => [...new Set(list)].sort(compareText);

function optionAssumptions({ id, options }: Pack): readonly Assumption[] {
  return Object.entries(options).flatMap(([name, { value, origin }]) => {
    const known = unsaid(origin);
    return known === undefined
      ? []
      : [
          {
            id: '',
            subject: `${id}: ${name}`,
            value: plainWords(value),
            because: reason(known),
            affects: [id],
            origin,
          },
        ];
  });
}
