import { arazzoDocument } from '../../artifacts/arazzo.ts';
import { operationIds } from '../../artifacts/http.ts';
import { exampleObject } from '../../artifacts/example.ts';
import { unbounded } from '../../artifacts/json-schema.ts';
import { claimsOf, count, judgement, link, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** One thing a program needs in order to use an API it has never seen, and for how many operations it holds. */
interface Check {
  readonly words: string;
  readonly holds: number;
  readonly of: number;
}

function checks(backend: Backend): readonly Check[] {
  const { api } = backend;
  const schemas = new Map(api.schemas.map((schema) => [schema.name, schema]));
  const all = api.endpoints.length;
  const failing = api.endpoints.filter(({ responses }) =>
    responses.some(({ problem }) => problem !== undefined),
  );
  return [
    { words: 'has a stable, unique name', holds: operationIds(api.endpoints).size, of: all },
    {
      words: 'says what it does',
      holds: api.endpoints.filter(({ summary }) => summary !== undefined).length,
      of: all,
    },
    {
      words: 'says who may call it',
      holds: api.endpoints.filter(({ access }) => access !== 'unknown').length,
      of: all,
    },
    {
      words: 'has a known path',
      holds: api.endpoints.filter(({ pathResolved }) => pathResolved).length,
      of: all,
    },
    { words: 'names its errors by type', holds: failing.length, of: all },
    {
      words: 'schema with an example',
      holds: api.schemas.filter((each) => exampleObject(each, schemas) !== undefined).length,
      of: api.schemas.length,
    },
    {
      words: 'schema whose texts and lists are bounded',
      holds: api.schemas.filter((each) => unbounded(each).length === 0).length,
      of: api.schemas.length,
    },
  ];
}

/** How well a program can use the API without asking a person: counted, not felt. */
export function readiness(basis: Basis): Section | undefined {
  const { backend } = basis;
  const found = checks(backend).filter(({ of }) => of > 0);
  if (found.length === 0) return undefined;
  const flows = arazzoDocument(backend).text !== '';
  return section(
    { id: 'agents', title: 'Use by programs', items: flows ? ['4.12'] : [] },
    table(
      ['operation or schema …', 'holds for', 'of', 'part'],
      found.map(({ words, holds, of }): readonly Cell[] => [
        words,
        count(holds, words),
        count(of, words),
        part(holds, of, words),
      ]),
    ),
    table(['score', 'value'], [['mean of the parts', score(found)]]),
    judgement('The parts are counted; that they matter equally is a choice.'),
    claimsOf(basis, 'arazzo/'),
    table(
      ['file', 'use'],
      [
        ...(flows
          ? [[link('arazzo.json', '4-api/arazzo.json'), 'the critical flows as calls in order']]
          : []),
        [link('llms.txt', '4-api/llms.txt'), 'the API on one page'],
      ],
    ),
  );
}

const part = (holds: number, of: number, words: string): Quantity =>
  derived(holds / of, 'ratio', 'holds / all', [`${words}: ${holds} of ${of}`]);

const score = (found: readonly Check[]): Quantity =>
  derived(
    found.reduce((sum, { holds, of }) => sum + holds / of, 0) / found.length,
    'ratio',
    'mean of the parts',
    found.map(({ words, holds, of }) => `${words} ${holds}/${of}`),
  );
