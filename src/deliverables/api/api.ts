import { document } from '../blocks.ts';
import type { Artifact, Basis, Deliverable } from '../deliverable.ts';
import { changes, changesNotApplicable } from './changes.ts';
import { addressArtifacts } from '../carried-over/carried-over.ts';
import { clientChangeArtifacts, clientChanges } from './client-changes.ts';
import { lists, writesSafely } from './conventions.ts';
import { errors } from './errors.ts';
import { events, eventsNotApplicable } from './events.ts';
import { apiArtifacts } from './files.ts';
import { graphqlNotApplicable, graphqlSections } from './graphql.ts';
import { guides, tools } from './guides.ts';
import { operationSections } from './operations.ts';
import { overview } from './overview.ts';
import { readiness } from './readiness.ts';
import { reference } from './reference.ts';
import { versions } from './versions.ts';

/** The API: contracts as files, conventions, every operation, events, changes, and what a newcomer needs. */
export function writeApi(basis: Basis): Deliverable {
  const { backend } = basis;
  const path = (name: string): string => `4-api/${name}.md`;
  const contracts = apiArtifacts(backend);
  return {
    id: 'api',
    number: 4,
    title: 'API',
    summary: summary(basis),
    documents: [
      ...document(path('contracts'), 'Contracts', overview(basis, contracts)),
      ...document(path('guides'), 'Guides', [...guides(basis), tools(basis), readiness(basis)]),
      ...document(path('conventions'), 'Conventions', [
        lists(basis),
        writesSafely(basis),
        ...errors(basis),
        versions(basis),
      ]),
      ...document(path('operations'), 'Operations', operationSections(basis)),
      ...document(path('graphql'), 'GraphQL', graphqlSections(basis)),
      ...document(path('events'), 'Events and webhooks', events(basis)),
      ...document(path('changes'), 'Changes', changes(basis)),
      ...document(path('client-changes'), 'What clients must change', clientChanges(basis)),
      ...reference(basis),
    ],
    artifacts: [
      ...contracts.map(({ path: file, text, lost, items }): Artifact => ({ path: file, text, lost, items })),
      ...clientChangeArtifacts(basis),
      ...addressArtifacts(basis),
    ],
    notApplicable: [
      ...changesNotApplicable(backend),
      ...graphqlNotApplicable(backend),
      ...eventsNotApplicable(backend),
    ],
  };
}

function summary({ backend }: Basis): string {
  const { endpoints, problems } = backend.api;
  const unknown = endpoints.filter(({ access }) => access === 'unknown').length;
  const open = endpoints.filter(({ access }) => access === 'public').length;
  return [
    `${endpoints.length} operations, ${open} open to anybody.`,
    unknown === 0 ? undefined : `Of ${unknown} it is not known who may call them.`,
    problems.length === 0 ? undefined : `${problems.length} problem types.`,
    backend.processes.events.length === 0
      ? undefined
      : `${backend.processes.events.length} event${backend.processes.events.length === 1 ? '' : 's'}.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
