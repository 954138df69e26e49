import { anchor, codeCell, count, judgement, section, table } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { drifts } from './drift.ts';
import type { Drift } from './drift.ts';
import type { Backend } from '../../model/backend.ts';

/** Against each document that was there before: what is missing, what is new, where access differs. */
export function changes({ backend }: Basis): readonly (Section | undefined)[] {
  const found = drifts(backend);
  const recovered = backend.source === 'recovered';
  return [
    section(
      {
        id: 'summary',
        title: recovered ? 'Code against documents' : 'Against the previous API',
        items: ['4.9'],
      },
      table(
        [
          'document',
          'served under',
          'in both',
          recovered ? 'only in the code' : 'added',
          recovered ? 'only in the document' : 'removed',
          'access differs',
        ],
        found.map(({ document, prefix, both, undocumented, absent, security }) => [
          codeCell(document.path),
          prefix === '' ? '/' : codeCell(prefix),
          count(both, 'operations in both'),
          count(undocumented.length, 'operations only in the code'),
          count(absent.length, 'operations only in the document'),
          count(security.length, 'operations whose access differs'),
        ]),
      ),
      found.some(({ prefix }) => prefix !== '')
        ? judgement('The prefix is the one under which most operations of the document are found.')
        : undefined,
    ),
    ...found.flatMap((drift) => details(drift, recovered)),
  ];
}

function details(drift: Drift, recovered: boolean): readonly (Section | undefined)[] {
  const { document, undocumented, absent, security } = drift;
  const id = anchor(document.path);
  return [
    section(
      {
        id: `${id}-undocumented`,
        title: recovered ? `Served, but not in ${document.path}` : `New against ${document.path}`,
      },
      ...cappedTable(
        ['operation', 'access', 'where'],
        undocumented.map(({ id: name, access, handler }): readonly Cell[] => [
          codeCell(name),
          access,
          handler === undefined ? 'design' : `${handler.file}:${handler.line}`,
        ]),
        '4-api/openapi.json',
      ),
    ),
    section(
      {
        id: `${id}-absent`,
        title: recovered
          ? `In ${document.path}, but served by no code that was found`
          : `Removed from ${document.path}: breaking`,
      },
      ...cappedTable(
        ['operation', 'where'],
        absent.map(({ method, path, line }): readonly Cell[] => [
          codeCell(`${method.toUpperCase()} ${path}`),
          `${document.path}:${line}`,
        ]),
        document.path,
      ),
    ),
    section(
      { id: `${id}-security`, title: `Access differs from ${document.path}` },
      ...cappedTable(
        ['operation', 'the document says', 'found', 'where'],
        security.map(({ endpoint, documented, line }): readonly Cell[] => [
          codeCell(endpoint.id),
          documented ? 'a caller must be known' : 'open',
          endpoint.access === 'guarded' ? 'guarded' : 'open to anybody',
          `${document.path}:${line}`,
        ]),
        document.path,
      ),
    ),
  ];
}

/** Nothing to compare with is a reason, not a gap. */
export function changesNotApplicable({ api, source }: Backend): Deliverable['notApplicable'] {
  if (api.endpoints.length === 0 || api.documents.some(({ kind }) => kind === 'openapi')) return [];
  return [
    {
      item: '4.9',
      reason:
        source === 'designed'
          ? 'no previous version was given to compare with'
          : 'the repository holds no OpenAPI document to compare with',
    },
  ];
}
