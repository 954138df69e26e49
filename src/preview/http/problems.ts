import type { Problem } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { RefusedSql } from '../database/database.ts';

/** A field that was refused, by its JSON Pointer. */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
}

/** A request that is refused with one of the problem types of the API (RFC 9457). */
export class Refusal extends Error {
  /** Last segment of the type URI. */
  readonly problem: string;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    problem: string,
    detail: string,
    more: {
      readonly errors?: readonly FieldFault[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(detail);
    this.name = 'Refusal';
    this.problem = problem;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
  }
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly FieldFault[];
}

/** Problems that every server has, whatever its API documents. */
const standing: readonly Omit<Problem, 'when'>[] = [
  { type: 'malformed', title: 'Malformed request', status: 400, retry: 'after-change' },
  { type: 'not-found', title: 'Not found', status: 404, retry: 'never' },
  { type: 'method-not-allowed', title: 'Method not allowed', status: 405, retry: 'never' },
  { type: 'not-acceptable', title: 'Not acceptable', status: 406, retry: 'after-change' },
  { type: 'unsupported-media-type', title: 'Unsupported media type', status: 415, retry: 'after-change' },
  { type: 'internal', title: 'Our fault', status: 500, retry: 'with-backoff' },
];

export type Catalogue = ReadonlyMap<string, Omit<Problem, 'when'>>;

export const catalogueOf = ({ api }: Backend): Catalogue =>
  new Map([...standing, ...api.problems].map((each) => [each.type, each]));

export function problemBody(catalogue: Catalogue, refusal: Refusal, instance?: string): ProblemBody {
  const known = catalogue.get(refusal.problem) ?? catalogue.get('internal');
  return {
    type: `/problems/${known?.type ?? 'internal'}`,
    title: known?.title ?? 'Our fault',
    status: known?.status ?? 500,
    detail: refusal.message,
    ...(instance !== undefined && { instance }),
    ...(refusal.errors.length > 0 && { errors: refusal.errors }),
  };
}

/**
 * What a refusal of the database means to a caller, by its SQLSTATE (PostgreSQL 18, appendix A); undefined where it is
 * our fault.
 */
export function refusalOf(error: RefusedSql): Refusal | undefined {
  const { code = '', column } = error.failure;
  switch (code) {
    case '23505':
      return new Refusal('conflict', 'Another object has the same natural key.');
    case '23503':
      return /still referenced/.test(error.failure.detail ?? error.failure.message)
        ? new Refusal('still-referenced', 'Other objects refer to this one.')
        : new Refusal('invalid', 'The request refers to an object that is not there.');
    case '23001':
      return new Refusal('still-referenced', 'Other objects refer to this one.');
    case '23502':
      return new Refusal('invalid', 'A value is missing.', {
        errors: [{ pointer: `/${column ?? ''}`, detail: 'is missing' }],
      });
    case '23514':
    case '22001':
    case '22003':
      return new Refusal('invalid', 'A value is out of its bounds.');
    case '22P02':
    case '22007':
    case '22008':
    case '22021':
    case '22P05':
    case '54001':
      return new Refusal('malformed', 'A value cannot be read.');
    case '42501':
      return new Refusal('not-found', 'There is no such object, or it is not yours to see.');
    case '40001':
    case '40P01':
    case '55P03':
      return new Refusal('unavailable', 'Others changed the same rows at the same time.', {
        headers: { 'retry-after': '1' },
      });
    default:
      // Connection exceptions, insufficient resources, operator intervention.
      return /^(08|53|57)/.test(code)
        ? new Refusal('unavailable', 'The database does not answer.', { headers: { 'retry-after': '1' } })
        : undefined;
  }
}
