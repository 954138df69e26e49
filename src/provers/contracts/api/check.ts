import type { Comparison } from '../../../compatibility/change.ts';
import type { Claim, Outcome } from '../../../findings/claim.ts';
import type { Finding } from '../../../findings/finding.ts';
import type { TextFault } from '../../document-text.ts';
import { packageVersion, proved, refuted } from '../../settle.ts';
import { lintParsed } from '../redocly.ts';
import { changeFindings, pointersOf } from './changes.ts';
import { compareRead } from './compare-read.ts';
import { groupedFindings } from './findings.ts';
import { lintGraphql } from './lint-graphql.ts';
import { lintOpenApi } from './lint-openapi.ts';
import type { Linted } from './lint-openapi.ts';
import { placesOf } from './places.ts';
import type { PlaceOf } from './places.ts';
import { readApi } from './read-api.ts';
import type { ReadableApi } from './read-api.ts';
import { redoclyHits } from './redocly-hits.ts';

export interface NamedDocument {
  readonly file: string;
  readonly text: string;
}

export interface CheckedApi {
  readonly kind: 'checked';
  readonly claim: Claim;
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  readonly details: () => string;
}

export type ApiCheck =
  | CheckedApi
  | { readonly kind: 'unreadable'; readonly file: string; readonly faults: readonly TextFault[] };

/** Lints a description of an API and, beside an old one, tells what breaks. */
export async function checkApi(next: NamedDocument, against?: NamedDocument): Promise<ApiCheck> {
  const read = await readApi(next.file, next.text);
  if (read.kind === 'unreadable') return { ...read, file: next.file };
  const before = against === undefined ? undefined : await readApi(against.file, against.text);
  if (before?.kind === 'unreadable') return { ...before, file: against?.file ?? '' };
  const old =
    before === undefined || against === undefined ? undefined : { file: against.file, read: before };
  if (read.kind === 'graphql') return checkGraphql(next.file, read, old);
  return checkData(next.file, read, old);
}

interface Old {
  readonly file: string;
  readonly read: ReadableApi;
}

const invalidNext = 'the new schema is not valid, so nothing was compared';
const nothing: Comparison = { changes: [], incomplete: [] };

async function checkGraphql(file: string, read: ReadableApi, old: Old | undefined): Promise<ApiCheck> {
  const linted = await lintGraphql(file, read.text);
  if (linted.kind === 'unreadable') return { ...linted, file };
  const invalidOld = old?.read.kind === 'graphql' ? await lintGraphql(old.file, old.read.text) : undefined;
  if (invalidOld?.kind === 'unreadable') return { ...invalidOld, file: old?.file ?? '' };
  const isValid = !linted.findings.some(({ rule }) => rule === 'graphql-invalid');
  const comparison =
    old === undefined
      ? nothing
      : isValid
        ? await compareRead(old.read, read)
        : { changes: [], incomplete: [invalidNext] };
  const whole: PlaceOf = () => ({ line: 1, column: 1 });
  const changes = changeFindings(
    comparison,
    { file: old?.file ?? '', placeOf: whole },
    { file, placeOf: whole },
  );
  return answer(file, old, [...linted.findings, ...changes], comparison, { types: linted.types });
}

async function checkData(file: string, read: ReadableApi, old: Old | undefined): Promise<ApiCheck> {
  const own: Linted = read.kind === 'openapi' ? lintOpenApi(read.value) : { hits: [], measurements: {} };
  const problems = await lintParsed(read.text, read.value);
  const hits = [...redoclyHits(problems, read.value), ...own.hits];
  const comparison = old === undefined ? nothing : await compareRead(old.read, read);
  const pointers = hits.flatMap((each) => each.hits.map(({ pointer }) => pointer));
  const placeOf = placesOf(read, [...pointers, ...pointersOf(comparison, 'new')]);
  const changes =
    old === undefined
      ? []
      : changeFindings(
          comparison,
          { file: old.file, placeOf: placesOf(old.read, pointersOf(comparison, 'old')) },
          { file, placeOf },
        );
  const findings = [...groupedFindings(file, hits, placeOf), ...changes];
  return answer(file, old, findings, comparison, { ...own.measurements, places: pointers.length });
}

function answer(
  file: string,
  old: Old | undefined,
  findings: readonly Finding[],
  comparison: Comparison,
  measured: Readonly<Record<string, number>>,
): CheckedApi {
  const claim: Claim = {
    id: 'api/sound',
    prover: 'contracts',
    subject: file,
    statement: `The document says what it means${old === undefined ? '' : ', and breaks nobody who keeps to the old one'}.`,
    oracle: 'validator',
    inputs: old === undefined ? [file] : [file, old.file],
    parameters: {},
  };
  const worst = findings.filter(({ severity }) => severity === 'blocker');
  const [first] = worst;
  const more = worst.length > 1 ? ` (and ${worst.length - 1} more)` : '';
  const counts = countsOf(comparison);
  return {
    kind: 'checked',
    claim,
    findings,
    details: () => detailsOf(comparison, old),
    outcome: {
      claim: claim.id,
      engine: { name: '@redocly/openapi-core', version: packageVersion('@redocly/openapi-core') },
      verdict: first === undefined ? proved : refuted(`${first.what.replace(/\.$/, '')}${more}`),
      measurements: { ...measured, findings: findings.length, ...(old !== undefined && counts) },
      incomplete: comparison.incomplete,
    },
  };
}

function countsOf({
  changes,
}: Comparison): Readonly<Record<'breaking' | 'dangerous' | 'compatible', number>> {
  const count = (severity: string): number => changes.filter((change) => change.severity === severity).length;
  return { breaking: count('breaking'), dangerous: count('dangerous'), compatible: count('compatible') };
}

const mostTold = 20;

/** What is compatible is listed for people: it is news, and no fault. */
function detailsOf(comparison: Comparison, old: Old | undefined): string {
  if (old === undefined) return '';
  const { breaking, dangerous, compatible } = countsOf(comparison);
  const news = comparison.changes.filter(({ severity }) => severity === 'compatible');
  return [
    `changes since ${old.file}: ${breaking} breaking, ${dangerous} dangerous, ${compatible} compatible`,
    ...news
      .slice(0, mostTold)
      .map(({ id, what, where }) => `  ${id}  ${where.length > 0 ? `${where[0]}: ` : ''}${what}`),
    ...(news.length > mostTold ? [`  and ${news.length - mostTold} more that are compatible`] : []),
  ].join('\n');
}
