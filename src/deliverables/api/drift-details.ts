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

/** Headers that libraries answer for, and that documents put under security or media types. */
const ofTheProtocol = /^(authorization|cookie|content-type|accept|host|user-agent)$/i;

/** Parameters and fields that one side has and the other has not, or that only one side insists on. */
export function parameterDifferences(endpoint: Endpoint, operation: Documented): readonly Difference[] {
  const documented = operation.parameters;
  if (documented === undefined) return [];
  return (['query', 'body', 'header'] as const).flatMap((where) => {
    const inCode = endpoint.parameters.filter((each) => each.in === where && !ofTheProtocol.test(each.name));
    const inDocument = documented.filter((each) => each.in === where && !ofTheProtocol.test(each.name));
    // A document without a body says nothing of fields; code that hands the body on whole may take them all.
    const whole = where === 'body' && inCode.some(({ name }) => name === 'body');
    const comparable = where !== 'body' || (!whole && inDocument.length > 0 && inCode.length > 0);
    if (!comparable) return [];
    return [
      ...inCode.flatMap((each) => onlyInCode(endpoint, operation, each, inDocument)),
      ...(inCode.length === 0
        ? []
        : inDocument.flatMap((each) => onlyInDocument(endpoint, operation, each, inCode))),
    ];
  });
}

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

/** Statuses the code answers with that the document does not name. Those only documented may come from anywhere. */
export function statusDifferences(endpoint: Endpoint, operation: Documented): readonly Difference[] {
  const { statuses } = operation;
  if (statuses === undefined) return [];
  const answered = [...new Set(endpoint.responses.map(({ status }) => status))].toSorted((a, b) => a - b);
  return answered
    .filter((status) => !statuses.includes(status))
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
