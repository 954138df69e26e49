import {
  conversionFiles,
  conversionFolder,
  legacyOf,
  planOf,
} from '../../../migration/conversion/package.ts';
import { intoTarget, intoTargetFiles } from '../../../migration/into-target/package.ts';
import type { Backend } from '../../../model/backend.ts';
import { document, section, unknown } from '../../blocks.ts';
import type { Artifact, Basis, Document } from '../../deliverable.ts';
import { cutOver, synchronisation } from './cut-over.ts';
import { dirtyRows } from './dirty-rows.ts';
import { batches, scriptOrder } from './order.ts';
import { proof } from './proof.ts';
import { source } from './source.ts';
import { targetColumns, whatIsLeft } from './target-columns.ts';
import { typeMapping } from './types.ts';

const path = '2-database/conversion.md';

/** How the data of a legacy system reaches the designed tables. Nothing where no legacy system is left. */
export function conversionDocument(basis: Basis): readonly Document[] {
  const { backend } = basis;
  if (backend.migration === undefined) return [];
  const legacy = legacyOf(backend);
  if (legacy.kind === 'none')
    return document(path, 'Data conversion', [
      section(
        { id: 'conversion-none', title: 'No conversion is generated' },
        unknown(`Not applicable because ${legacy.because}.`),
      ),
    ]);
  const plan = planOf(legacy.data);
  const into = intoTarget(backend);
  return document(path, 'Data conversion', [
    source(legacy.data),
    typeMapping(plan),
    targetColumns(into),
    whatIsLeft(into),
    dirtyRows(legacy.data, plan),
    scriptOrder(plan, into),
    batches(plan, into),
    cutOver(into),
    synchronisation(into),
    proof(basis),
  ]);
}

/** The scripts themselves. */
export function conversionArtifacts(backend: Backend): readonly Artifact[] {
  const legacy = legacyOf(backend);
  if (legacy.kind === 'none') return [];
  const into = intoTarget(backend);
  const files = new Map([
    ...conversionFiles(legacy.data),
    ...(into.kind === 'known' ? intoTargetFiles(into) : []),
  ]);
  return [...files].map(([file, text]) => ({
    path: file,
    text,
    lost: file === `${conversionFolder}/12-views.sql` && into.kind === 'known' ? lostOf(into) : [],
    items: [],
  }));
}

const lostOf = ({ mapping }: Extract<ReturnType<typeof intoTarget>, { kind: 'known' }>): readonly string[] =>
  mapping.left.map(({ column, because }) => `${column} is not carried: ${because}`);
