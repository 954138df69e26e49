import { anchor, codeCell, count, judgement, names, section, table } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { drifts } from './drift.ts';
import type { Drift } from './drift.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';

/** Against each document that was there before: what is missing, what is new, where access differs. */
export function changes({ backend }: Basis): readonly (Section | undefined)[] {
  const found = drifts(backend);
  const recovered = backend.source === 'recovered';
  const unrelated = found.filter((each) => each.unrelated).map(({ document }) => document.path);
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
          'details differ',
        ],
        found.map(({ document, twins, prefix, both, undocumented, absent, security, details: inside }) => [
          codeCell([document.path, ...twins].join(', ')),
          prefix === '' ? '/' : codeCell(prefix),
          count(both, 'operations in both'),
          count(undocumented.length, 'operations only in the code'),
          count(absent.length, 'operations only in the document'),
          count(security.length, 'operations whose access differs'),
          count(inside.length, 'parameters, fields and statuses that differ'),
        ]),
      ),
      found.some(({ prefix }) => prefix !== '')
        ? judgement('The prefix is the one under which most operations of the document are found.')
        : undefined,
      unrelated.length === 0
        ? undefined
        : judgement(
            `Nothing that these name is served here, so that they are not compared: ${names(unrelated)}.`,
          ),
    ),
    ...found.flatMap((drift) => details(drift, recovered)),
  ];
}

function details(drift: Drift, recovered: boolean): readonly (Section | undefined)[] {
  const { document, undocumented, absent } = drift;
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
          placeOf({ handler }),
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
        ['operation', 'its path is served by', 'where'],
        absent.map((operation): readonly Cell[] => [
          codeCell(`${operation.method.toUpperCase()} ${operation.path}`),
          names(operation.served),
          `${document.path}:${operation.line}`,
        ]),
        document.path,
      ),
    ),
    accessSection(drift, id),
    insideSection(drift, id),
  ];
}

function accessSection({ document, security }: Drift, id: string): Section | undefined {
  return section(
    { id: `${id}-security`, title: `Access differs from ${document.path}` },
    ...cappedTable(
      ['operation', 'the document says', 'found', 'in the document', 'in the code'],
      security.map(({ endpoint, documented, line }): readonly Cell[] => [
        codeCell(endpoint.id),
        documented ? 'a caller must be known' : 'open',
        endpoint.access === 'guarded' ? `guarded: ${checks(endpoint)}` : 'open to anybody',
        `${document.path}:${line}`,
        placeOf(endpoint),
      ]),
      document.path,
    ),
  );
}

function insideSection({ document, details: inside }: Drift, id: string): Section | undefined {
  return section(
    { id: `${id}-details`, title: `Parameters, fields and statuses that differ from ${document.path}` },
    ...cappedTable(
      ['operation', 'what', 'in the code', 'in the document', 'code', 'document'],
      inside.map((each): readonly Cell[] => [
        codeCell(each.endpoint.id),
        each.subject,
        each.code,
        each.document,
        each.seen,
        `${document.path}:${each.line}`,
      ]),
      document.path,
    ),
    inside.length === 0
      ? undefined
      : judgement(
          'Compared is what was read of both. A field that code hands on unread, or that a library validates, is not seen.',
        ),
  );
}

const placeOf = ({ handler }: { readonly handler?: Endpoint['handler'] | undefined }): string =>
  handler === undefined ? 'design' : `${handler.file}:${handler.line}`;

/** The checks that stand before a handler, so that the reader sees why it is called guarded. */
const checks = ({ guards }: Endpoint): string =>
  names(
    guards
      .filter(({ kind }) => kind === 'authentication' || kind === 'authorisation')
      .map(({ name }) => name),
  );

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
