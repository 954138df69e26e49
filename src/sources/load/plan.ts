import { z } from 'zod';
import { LoadProblem } from './problem.ts';

/** A kind of request to send. */
export interface PlannedOperation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As `headers`: `{sequence}` stands for a number that no other request has. */
  readonly body: string | undefined;
  /** Part of the requests, relative to the weights of the others. */
  readonly weight: number;
  /** The method promises to change nothing (RFC 9110, 9.2.1). */
  readonly isSafe: boolean;
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
const methods = [...safeMethods, 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const largestBody = 1_000_000;

/** `--plan`: published as docs/load-plan.schema.json. */
export const planSchema = z.strictObject({
  $schema: z.string().optional(),
  operations: z
    .array(
      z.strictObject({
        name: z
          .string()
          .min(1)
          .max(100)
          .optional()
          .describe('operation of a brief that this is (`list Product`); default: method and path'),
        method: z.enum(methods).optional().describe('default: GET'),
        path: z
          .string()
          .max(8000)
          .regex(/^\/(?!\/)/)
          .describe(
            'path and query, beginning with one slash; {sequence} is a number that no other request has, here, in headers and in bodies',
          ),
        headers: z
          .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/), z.string().regex(/^[^\r\n]*$/))
          .optional(),
        body: z.unknown().optional().describe('text is sent as it is, anything else as JSON'),
        weight: z.number().positive().max(1e6).optional().describe('default: 1'),
      }),
    )
    .min(1)
    .max(20),
});

/** Headers that say where a message ends or goes are the sender's own. */
const ownHeaders = new Set(['host', 'content-length', 'transfer-encoding', 'connection']);

/** One GET of the given path. */
export const plainPlan = (path: string): readonly PlannedOperation[] => [
  {
    name: `GET ${withoutQuery(path)}`,
    method: 'GET',
    path,
    headers: {},
    body: undefined,
    weight: 1,
    isSafe: true,
  },
];

/** @throws LoadProblem when the text is no plan, or changes things without `isUnsafeAllowed` */
export function readPlan(text: string, file: string, isUnsafeAllowed: boolean): readonly PlannedOperation[] {
  const next = 'docs/measure.md shows a plan; docs/load-plan.schema.json describes it.';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new LoadProblem(`this is no JSON: ${error instanceof Error ? error.message : ''}`, next, file);
  }
  const read = planSchema.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new LoadProblem(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a plan'}`, next, file);
  }
  const operations = read.data.operations.map(
    ({ method = 'GET', path, headers = {}, body, weight = 1, name }) => ({
      name: name ?? `${method} ${withoutQuery(path)}`,
      method,
      path,
      ...content(headers, body),
      weight,
      isSafe: safeMethods.includes(method),
    }),
  );
  refuseUnfit(operations, file, isUnsafeAllowed);
  return operations;
}

function content(headers: Readonly<Record<string, string>>, body: unknown) {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (body === undefined) return { headers: lower, body: undefined };
  if (typeof body === 'string') return { headers: lower, body };
  return { headers: { 'content-type': 'application/json', ...lower }, body: JSON.stringify(body) };
}

function refuseUnfit(operations: readonly PlannedOperation[], file: string, isUnsafeAllowed: boolean): void {
  const names = operations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new LoadProblem(`two operations are called ${twice}`, 'Give each a name of its own.', file);
  const owned = operations
    .flatMap(({ headers }) => Object.keys(headers))
    .find((name) => ownHeaders.has(name));
  if (owned !== undefined)
    throw new LoadProblem(
      `the header ${owned} cannot be given`,
      'Leave it out: it is set for each request.',
      file,
    );
  if (operations.some(({ body }) => (body?.length ?? 0) > largestBody))
    throw new LoadProblem(`a body is longer than ${largestBody} characters`, 'Send a smaller one.', file);
  const unsafe = operations.find(({ isSafe }) => !isSafe);
  if (unsafe !== undefined && !isUnsafeAllowed)
    throw new LoadProblem(
      `${unsafe.method} ${withoutQuery(unsafe.path)} may change data, thousands of times`,
      'Give --allow-unsafe if the server and its database are there to be thrown away.',
      file,
    );
}

/** A query may hold what is secret: it is sent, but neither shown nor written down. */
export const withoutQuery = (path: string): string => path.replace(/[?#].*$/, '');
