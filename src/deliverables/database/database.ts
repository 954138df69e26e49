import { schemaSql } from '../../artifacts/ddl.ts';
import { document } from '../blocks.ts';
import type { Artifact, Basis, Deliverable } from '../deliverable.ts';
import { quantityText } from '../../model/quantity.ts';
import { access } from './access.ts';
import { conversionArtifacts, conversionDocument } from './conversion/chapter.ts';
import { dictionary, diagrams } from './erd.ts';
import { keys } from './keys.ts';
import { liveDatabase } from './live-database.ts';
import { migrations } from './migrations.ts';
import { monitoring, monitoringArtifacts } from './monitoring.ts';
import { poolSections } from './pools.ts';
import { plans, queries } from './queries.ts';
import { betterStatements } from './better-statements.ts';
import { backups, replicas, replicasNotApplicable } from './recovery.ts';
import { schema } from './schema.ts';
import { portability, translatedArtifacts } from './portability.ts';
import { stores, storesNotApplicable } from './stores.ts';
import { transactions } from './transactions.ts';
import { databaseBytes, volume } from './volume.ts';

/** The database: schema and its diagrams, workload and plans, volume, concurrency, operation, access. */
export function writeDatabase(basis: Basis): Deliverable {
  const { backend } = basis;
  return {
    id: 'database',
    number: 2,
    title: 'Database schema',
    summary: summary(basis),
    documents: [
      ...document('2-database/schema.md', 'Schema', [
        ...liveDatabase(basis),
        ...schema(basis),
        ...portability(basis),
        ...keys(basis),
        ...diagrams(basis),
      ]),
      ...document('2-database/dictionary.md', 'Data dictionary', dictionary(basis)),
      ...document('2-database/queries.md', 'Queries and indexes', [
        ...betterStatements(basis),
        ...queries(basis),
      ]),
      ...document('2-database/volume.md', 'Volume', volume(basis)),
      ...document('2-database/transactions.md', 'Transactions', transactions(basis)),
      ...document('2-database/migrations.md', 'Migrations', migrations(basis)),
      ...conversionDocument(basis),
      ...document('2-database/operation.md', 'Operation', [
        ...poolSections(basis),
        ...replicas(basis),
        backups(basis),
        monitoring(basis),
      ]),
      ...document('2-database/access.md', 'Access', access(basis)),
      ...document('2-database/stores.md', 'Other stores', stores(basis)),
    ],
    artifacts: [...artifacts(basis), ...monitoringArtifacts(basis), ...conversionArtifacts(backend)],
    notApplicable: [...storesNotApplicable(backend), ...replicasNotApplicable(backend)],
  };
}

function artifacts({ backend }: Basis): readonly Artifact[] {
  const { text, lost } = schemaSql(backend.data);
  if (text === '') return [];
  return [{ path: '2-database/schema.sql', text, lost, items: [] }, ...translatedArtifacts(backend)];
}

function summary(basis: Basis): string {
  const { data } = basis.backend;
  const size = databaseBytes(basis.backend);
  const proved = plans(basis).filter(({ outcome }) => outcome.verdict.kind === 'proved').length;
  return [
    `${data.tables.length} tables, ${data.queries.length} statements.`,
    size === undefined
      ? undefined
      : `${quantityText(size)}${basis.backend.source === 'designed' ? ' at the planning horizon' : ''}.`,
    proved === 0 ? undefined : `${proved} plans proved.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ');
}
