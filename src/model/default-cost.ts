import type { OperationCost, Verb } from './domain.ts';
import type { Quantity, Unit } from './origin.ts';

/** Name and version under which these defaults appear in the assumption register. */
export const builtIn = { pack: 'plumbline', version: '1' } as const;

interface Row {
  readonly cpu: number;
  readonly database: number;
  readonly statements: number;
  readonly bytes: number;
}

/**
 * What one execution costs when neither brief nor pack says it: milliseconds of one core (application: Node with a
 * typed web framework and JSON; database: PostgreSQL with its working set in memory), statements and response bytes.
 * `import` and `export` are per row, written or read in batches of a hundred. Orders of magnitude, not measurements:
 * each lies within half and double of the figure, and a measurement of the running system replaces it.
 */
const table: Readonly<Record<Verb, Row>> = {
  read: { cpu: 2, database: 0.6, statements: 1, bytes: 4_000 },
  list: { cpu: 4, database: 2, statements: 2, bytes: 20_000 },
  search: { cpu: 5, database: 8, statements: 2, bytes: 20_000 },
  create: { cpu: 4, database: 3, statements: 4, bytes: 2_000 },
  update: { cpu: 3.5, database: 2, statements: 3, bytes: 2_000 },
  delete: { cpu: 3, database: 2, statements: 3, bytes: 500 },
  import: { cpu: 0.2, database: 0.3, statements: 0.01, bytes: 1 },
  export: { cpu: 0.1, database: 0.05, statements: 0.01, bytes: 500 },
  process: { cpu: 5, database: 4, statements: 4, bytes: 2_000 },
};

/** Service times vary about as much as an exponential distribution does. */
const exponential = 1;

function estimate(verb: Verb, name: string, value: number, unit: Unit): Quantity {
  const origin = { kind: 'default', ...builtIn, path: `costs.${verb}.${name}` } as const;
  return { value, unit, origin, low: value / 2, high: value * 2 };
}

export function defaultCost(verb: Verb): OperationCost {
  const row = table[verb];
  return {
    cpu: estimate(verb, 'cpu', row.cpu, 'ms'),
    database: estimate(verb, 'db', row.database, 'ms'),
    statements: estimate(verb, 'statements', row.statements, 'count'),
    responseBytes: estimate(verb, 'bytes', row.bytes, 'bytes'),
    scv: exponential,
  };
}

/** The same doubt for a cost that a pack states. */
export const withinDouble = (value: Quantity): Quantity =>
  value.origin.kind === 'default' ? { ...value, low: value.value / 2, high: value.value * 2 } : value;
