import type { ApiDocument, DocumentedParameter, Endpoint, Parameter } from '../../model/api.ts';

export type Documented = ApiDocument['operations'][number];

/** One thing that code and document say differently of an operation that both have. */
export interface Difference {
  readonly endpoint: Endpoint;
  readonly operation: Documented;
  /** What it is about: `query page`, `body name`, `status 409`. */
  readonly subject: string;
  readonly code: string;
  readonly document: string;
  /** `file:line` in the code. */
  readonly seen: string;
  /** Line in the document. */
  readonly line: number;
}

const place = (endpoint: Endpoint): string =>
  endpoint.handler === undefined ? 'design' : `${endpoint.handler.file}:${endpoint.handler.line}`;

const originOf = ({ origin }: Parameter, endpoint: Endpoint): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : place(endpoint);

/** Names are compared by their letters: `user_id` of a document is `userId` of code that translates. */
const letters = (name: string): string => name.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();

/** Headers that libraries and proxies answer for, and that documents put under security or media types. */
const ofTheProtocol =
  /^(authorization|cookie|content-.*|accept|accept-.*|host|user-agent|origin|referer|range|if-.*|connection|upgrade|sec-.*|forwarded|x-forwarded-.*|x-real-ip|true-client-ip|cf-.*|via)$/i;

/** A header of a secured operation that carries what its security scheme asks for. */
const ofSecurity = /key|token|auth|secret|signature|session/i;

/** Parameters and fields that one side has and the other has not, or that only one side insists on. */
export function parameterDifferences(endpoint: Endpoint, operation: Documented): readonly Difference[] {
  const documented = operation.parameters;
  if (documented === undefined) return [];
  return (['query', 'body', 'header'] as const).flatMap((where) => {
    const inCode = endpoint.parameters.filter(
      (each) =>
        each.in === where && !isElsewhere(each, operation) && !comesAnyWay(endpoint, each, documented),
    );
    const inDocument = documented.filter(
      (each) =>
        each.in === where &&
        !ofTheProtocol.test(each.name) &&
        !comesAnyWay(endpoint, each, endpoint.parameters),
    );
    // A document without a body says nothing of fields; code that hands the body on whole may take them all.
    const whole = where === 'body' && inCode.some(isWhole);
    const comparable = where !== 'body' || (!whole && inDocument.length > 0 && inCode.length > 0);
    if (!comparable) return [];
    return [
      ...inCode.flatMap((each) => onlyInCode(endpoint, operation, each, inDocument)),
      ...(seesAll(where, inCode)
        ? inDocument.flatMap((each) => onlyInDocument(endpoint, operation, each, inCode))
        : []),
    ];
  });
}

const isWhole = ({ name, in: where, extent }: Parameter): boolean =>
  extent === 'whole' || (where === 'body' && name === 'body');

/** Told by the protocol, or under security. */
const isElsewhere = ({ in: where, name }: Parameter, { secured }: Documented): boolean =>
  ofTheProtocol.test(name) || (where === 'header' && secured === true && ofSecurity.test(name));

/** A request to delete brings its parameters in the query or in a body, and frameworks read both as one. */
const comesAnyWay = (
  { method }: Endpoint,
  { name, in: where }: Pick<Parameter, 'name' | 'in'>,
  others: readonly Pick<Parameter, 'name' | 'in'>[],
): boolean =>
  method === 'DELETE' &&
  (where === 'query' || where === 'body') &&
  others.some((each) => each.in !== where && each.in !== 'path' && letters(each.name) === letters(name));

/** Headers are read by whatever stands before a handler; a part that is also handed on whole may hold any name. */
const seesAll = (where: Parameter['in'], inCode: readonly Parameter[]): boolean =>
  where !== 'header' && inCode.length > 0 && !inCode.some(({ extent }) => extent !== undefined);

function onlyInCode(
  endpoint: Endpoint,
  operation: Documented,
  parameter: Parameter,
  documented: readonly DocumentedParameter[],
): readonly Difference[] {
  const twin = documented.find(({ name }) => letters(name) === letters(parameter.name));
  const common = {
    endpoint,
    operation,
    subject: `${parameter.in} ${parameter.name}`,
    seen: originOf(parameter, endpoint),
    line: twin?.line ?? operation.line,
  };
  if (twin === undefined)
    return [{ ...common, code: parameter.required ? 'required' : 'read', document: 'not mentioned' }];
  if (parameter.required && !twin.required) return [{ ...common, code: 'required', document: 'optional' }];
  return [];
}

function onlyInDocument(
  endpoint: Endpoint,
  operation: Documented,
  parameter: DocumentedParameter,
  inCode: readonly Parameter[],
): readonly Difference[] {
  if (inCode.some(({ name }) => letters(name) === letters(parameter.name))) return [];
  return [
    {
      endpoint,
      operation,
      subject: `${parameter.in} ${parameter.name}`,
      code: 'not seen, though others of its place are',
      document: parameter.required ? 'required' : 'optional',
      seen: place(endpoint),
      line: parameter.line,
    },
  ];
}

/**
 * Statuses the code answers with that the document does not name. Those only documented may come from anywhere; where a
 * document names no failure of the server at all, it leaves them out by habit.
 */
export function statusDifferences(
  endpoint: Endpoint,
  operation: Documented,
  namesFailures: boolean,
): readonly Difference[] {
  const { statuses } = operation;
  if (statuses === undefined) return [];
  const answered = [...new Set(endpoint.responses.map(({ status }) => status))].toSorted((a, b) => a - b);
  return answered
    .filter((status) => !statuses.includes(status) && (status < 500 || namesFailures))
    .map((status): Difference => ({
      endpoint,
      operation,
      subject: `status ${status}`,
      code: 'answered',
      document: 'not named',
      seen: place(endpoint),
      line: operation.line,
    }));
}
