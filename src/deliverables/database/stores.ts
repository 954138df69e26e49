import { cell, codeCell, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { ContainerKind } from '../../model/architecture.ts';
import type { Backend } from '../../model/backend.ts';

const otherStores: readonly ContainerKind[] = ['cache', 'search', 'object-store', 'broker'];

/** Stores beside the database, each with the accesses it exists for. */
export function stores({ backend }: Basis): readonly (Section | undefined)[] {
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
  ];
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
