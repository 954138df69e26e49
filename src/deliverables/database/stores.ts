import { sum } from '../../model/amounts.ts';
import { cell, codeCell, judgement, names, section, table } from '../blocks.ts';
import { keyValueTables } from './key-value-tables.ts';
import { accessPatterns } from './access-patterns.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { ContainerKind } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';

const otherStores: readonly ContainerKind[] = ['cache', 'search', 'object-store', 'broker'];

/** Stores beside the database, each with the accesses it exists for. */
export function stores(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const containers = storeContainers(backend);
  const { caches } = backend.processes;
  const events = backend.processes.events.length;
  return [
    section(
      {
        id: 'stores',
        title: 'Stores beside the database',
        items: containers.length > 0 && (caches.length > 0 || events > 0) ? ['2.12'] : [],
      },
      table(
        ['store', 'kind', 'technology', 'purpose', 'accesses', 'source of truth'],
        containers.map(({ name, kind, technology, purpose }) => [
          name,
          kind,
          technology,
          purpose,
          kind === 'cache'
            ? `${caches.length} entries, listed below`
            : kind === 'broker'
              ? `${events} events, read in order by consumer`
              : names(usersOf(backend, name)),
          kind === 'object-store' ? 'this store' : 'the database: losing this store loses no fact',
        ]),
      ),
    ),
    section(
      { id: 'access-patterns', title: 'Access patterns of the cache' },
      table(
        ['operation', 'key', 'reads at peak', 'kept for', 'dropped on', 'size'],
        caches.map(({ operation, key, ttl, invalidatedBy, bytes }): readonly Cell[] => [
          operation,
          codeCell(key),
          cell(backend.load.rates.find((rate) => rate.operation === operation)?.peak),
          cell(ttl),
          names(invalidatedBy),
          cell(bytes),
        ]),
      ),
    ),
    keyValueTables(basis),
    ...accessPatterns(basis),
    otherKinds(backend),
  ];
}

/**
 * Kinds of store that the accesses of this design do not ask for, with the load up to which the database carries them:
 * the ceiling of the chosen option, machines enlarged as far as they go.
 */
function otherKinds({ architecture, load, operations, design }: Backend): Section | undefined {
  const chosen = design?.options.find(({ id }) => id === design.chosen);
  if (chosen === undefined) return undefined;
  const peakOf = (verbs: readonly string[]): Cell => {
    const ids = new Set(operations.filter(({ verb }) => verbs.includes(verb)).map(({ id }) => id));
    const rates = load.rates.filter(({ operation }) => ids.has(operation));
    const parts = rates.map(({ operation, peak }) => [operation, peak] as const);
    if (parts.length > 0) return sum(parts, 'requests/s', 'sum over workloads');
    return ids.size === 0 ? 'none' : 'not known';
  };
  const kinds: readonly (readonly [kind: string, access: string, peak: Cell])[] = [
    [
      'key-value or wide-column',
      'one row by its key, oftener than one primary can',
      peakOf(['read', 'update', 'create']),
    ],
    ['search', 'words in texts, ranked, beyond what an index of the database answers', peakOf(['search'])],
  ];
  const searched = architecture.containers.some(({ kind }) => kind === 'search');
  const rows = kinds.filter(([kind]) => kind !== 'search' || !searched);
  return section(
    { id: 'no-other-stores', title: 'Stores this design does without' },
    table(
      [
        'kind of store',
        'accesses that ask for it',
        'such accesses at peak',
        'carried up to all in all',
        'first limit then',
      ],
      rows.map(([kind, access, peak]) => [kind, access, peak, chosen.ceiling, chosen.bottleneck]),
    ),
    judgement(
      'A second store of facts is one more thing to keep in step. Load alone moves replicas and a cache first; see where the choice flips.',
    ),
  );
}

export const storeContainers = ({ architecture }: Backend) =>
  architecture.containers.filter(({ kind }) => otherStores.includes(kind));

const usersOf = ({ architecture }: Backend, name: string): readonly string[] =>
  architecture.connections
    .filter(({ to }) =>
      architecture.containers.some((container) => container.id === to && container.name === name),
    )
    .map(({ from, purpose }) => `${from}: ${purpose}`);

/** With one database and nothing beside it there is no second store to describe. */
export function storesNotApplicable(
  backend: Backend,
): readonly { readonly item: string; readonly reason: string }[] {
  const designed = backend.source === 'designed' && backend.architecture.containers.length > 0;
  return designed && storeContainers(backend).length === 0
    ? [
        {
          item: '2.12',
          reason:
            'the database is the only store of this design: no cache, search, broker or document container',
        },
      ]
    : [];
}
