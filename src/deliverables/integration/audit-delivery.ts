import { auditDeliveryPath, auditDeliverySql } from '../../artifacts/audit-delivery.ts';
import { code, link, names, section, table } from '../blocks.ts';
import type { Artifact, Basis, Section } from '../deliverable.ts';

/** How what services do reaches the one trail, where each has a database of its own. */
export function auditDelivery({ backend }: Basis): Section | undefined {
  const text = auditDeliverySql(backend);
  if (text === '') return undefined;
  const trail = backend.entities.find(({ appendOnly, fields }) =>
    [
      appendOnly === true,
      ...['chain', 'hash'].map((field) => fields.some(({ name }) => name === field)),
    ].every(Boolean),
  );
  const tellers = backend.processes.events.filter(
    ({ entity, operations }) => entity === trail?.name && operations !== undefined,
  );
  return section(
    { id: 'audit-delivery', title: 'From each service into the one audit trail' },
    table(
      ['step', 'kept by'],
      [
        [
          'action and entry exist both or neither',
          `the entry is a message in the outbox of the service, stored in the transaction of the action (${names(tellers.map(({ name }) => name))})`,
        ],
        ['no entry is lost', 'the relay hands it on at least once; a refused one is parked and alarms'],
        [
          'no entry is there twice',
          'the id of the message, remembered in the inbox by the statement that appends',
        ],
        [
          'order',
          'all entries about one thing have one ordering key and one chain; nothing is promised between chains',
        ],
        [
          'the chain',
          'kept at the trail alone: its trigger numbers and hashes; no service knows or chooses a hash',
        ],
        ['who may append', 'the login of the context that keeps the trail, and nobody else'],
      ],
    ),
    code('sql', text.trimEnd()),
    table(['file', 'what'], [[link(auditDeliveryPath, auditDeliveryPath), 'the statement that appends']]),
  );
}

export function auditDeliveryArtifacts({ backend }: Basis): readonly Artifact[] {
  const text = auditDeliverySql(backend);
  return text === '' ? [] : [{ path: auditDeliveryPath, text, lost: [], items: [] }];
}
