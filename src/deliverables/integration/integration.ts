import { document } from '../blocks.ts';
import type { Basis, Deliverable } from '../deliverable.ts';
import { adapters } from './adapters.ts';
import { brokerChoice, brokerSizing } from './broker.ts';
import { catalogue } from './catalogue.ts';
import { consistency } from './consistency.ts';
import { contextRelations } from './context-map.ts';
import { deadLetters } from './dead-letters.ts';
import { effectArtifacts, effectSections } from './effects.ts';
import { eventCatalogue, idempotentConsumers, schemaEvolution } from './events.ts';
import { flowArtifacts, flowSections } from './flows.ts';
import { jobs } from './jobs.ts';
import { integrationNotApplicable } from './not-applicable.ts';
import { auditDelivery, auditDeliveryArtifacts } from './audit-delivery.ts';
import { outbox, outboxArtifacts } from './outbox.ts';
import { resilience } from './resilience.ts';
import { styles } from './styles.ts';
import { webhooks } from './webhooks.ts';
import { mergeArtifacts, writesApart } from './writes-apart.ts';

/** Integration patterns: peers, events, flows over several steps, resilience, jobs, consistency. */
export function writeIntegration(basis: Basis): Deliverable {
  const path = (name: string): string => `6-integration/${name}.md`;
  return {
    id: 'integration',
    number: 6,
    title: 'Integration patterns',
    summary: summary(basis),
    documents: [
      ...document(path('catalogue'), 'Integrations', [
        catalogue(basis),
        contextRelations(basis),
        adapters(basis),
        webhooks(basis),
      ]),
      ...document(path('events'), 'Events', [
        eventCatalogue(basis),
        outbox(basis),
        auditDelivery(basis),
        idempotentConsumers(basis),
        schemaEvolution(basis),
        brokerChoice(basis),
        brokerSizing(basis),
        ...styles(basis),
      ]),
      ...document(path('flows'), 'Flows over several steps', flowSections(basis)),
      ...document(path('effects'), 'Effects', effectSections(basis)),
      ...document(path('resilience'), 'Resilience', [...resilience(basis), deadLetters(basis)]),
      ...document(path('jobs'), 'Background jobs', jobs(basis)),
      ...document(path('consistency'), 'Consistency', [...consistency(basis), writesApart(basis)]),
    ],
    artifacts: [
      ...outboxArtifacts(basis),
      ...auditDeliveryArtifacts(basis),
      ...mergeArtifacts(basis),
      ...flowArtifacts(basis),
      ...effectArtifacts(basis),
    ],
    notApplicable: integrationNotApplicable(basis.backend),
  };
}

function summary({ backend }: Basis): string {
  const { integrations, events, flows, jobs: all, calls } = backend.processes;
  const endless = calls.filter(({ timeout }) => timeout === undefined).length;
  return [
    `${integrations.length} integrations, ${events.length} events, ${flows.length} flows, ${all.length} jobs.`,
    calls.length === 0 ? undefined : `${endless} of ${calls.length} outgoing calls have no timeout.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
