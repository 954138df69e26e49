import { names, paragraph, section, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';

const reads = (operations: readonly Operation[]): readonly Operation[] =>
  operations.filter(
    ({ verb }) => verb === 'list' || verb === 'read' || verb === 'search' || verb === 'export',
  );

/** What each read may promise about its age. */
export function consistency({ backend }: Basis): readonly (Section | undefined)[] {
  const all = reads(backend.operations);
  const aged = all.filter(({ id }) => (stalenessOf(backend, id)?.value ?? 0) > 0);
  const strong = all.filter((operation) => !aged.includes(operation)).map(({ id }) => id);
  return [
    section(
      {
        id: 'reads',
        title: 'What a read may promise',
        items: ['6.13'],
        answers: requirementsAbout(backend, 'objective', ['consistency']),
      },
      all.length === 0
        ? undefined
        : paragraph(
            'Strong: the newest committed value. Read-your-writes: the caller sees own changes at once, those of others a little later. Eventual: at most the stated time behind. A read without a stated age is strong.',
          ),
      table(
        ['read', 'promise', 'at most behind', 'served by', 'own writes'],
        [
          ...aged.map((operation) => readRow(backend, operation)),
          ...(strong.length === 0
            ? []
            : [[names(strong), 'strong', 'nothing', 'the primary', 'seen at once']]),
        ],
      ),
      all.length > 0 && aged.length === 0
        ? unknown(
            'No read states an accepted age: all are strong, and neither cache nor replica may serve them.',
          )
        : undefined,
    ),
    delays(backend),
  ];
}

function stalenessOf({ operations, load }: Backend, id: string): Quantity | undefined {
  const own = operations.find((operation) => operation.id === id)?.staleness;
  return own ?? load.workloads.find(({ operation }) => operation === id)?.staleness;
}

function readRow(backend: Backend, { id, entity }: Operation): readonly Cell[] {
  const staleness = stalenessOf(backend, id);
  const cached = backend.processes.caches.find(({ operation }) => operation === id);
  const replica = backend.architecture.containers.find(({ kind }) => kind === 'replica');
  const owned = backend.entities.find(({ name }) => name === entity)?.owner !== undefined;
  const by = names([
    ...(cached === undefined
      ? []
      : [`cache (${cached.ttl === undefined ? 'no TTL stated' : quantityText(cached.ttl)})`]),
    ...(replica === undefined ? [] : [replica.name]),
    'the primary',
  ]);
  return [
    id,
    owned ? 'read-your-writes' : 'eventual',
    staleness ?? 'nothing',
    by,
    owned ? 'read from the primary for that long after a write of the same user' : 'may be missing that long',
  ];
}

/** Contexts that learn of a change through an event: how far behind they may be. */
function delays({ processes }: Backend): Section | undefined {
  return section(
    { id: 'between-contexts', title: 'Between contexts' },
    table(
      ['what happened', 'known at once in', 'known a little later in', 'if both change it'],
      processes.events
        .filter(({ producer, consumers }) => consumers.some(({ context }) => context !== producer))
        .map(({ name, producer, entity, consumers }) => [
          name,
          producer,
          names([
            ...new Set(consumers.map(({ context }) => context).filter((context) => context !== producer)),
          ]),
          `${producer} owns ${entity}: the others ask it, they never write it`,
        ]),
    ),
  );
}
