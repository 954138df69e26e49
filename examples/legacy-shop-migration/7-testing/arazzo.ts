// What an Arazzo document says is done: a small interpreter of its steps, runtime expressions and simple conditions. What it
// does not understand ends the run; nothing is passed over in silence.
import { listOf, looseOf, textOf, wordOf } from './documents.ts';
import type { Loose } from './documents.ts';
import type { Told } from './harness.ts';

/** A request of a step, its expressions replaced by what they stand for. */
export interface StepRequest {
  readonly operationId: string;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** As it stands in the document: names what each value came from. */
  readonly step: Loose;
}

export interface Runner {
  readonly send: (request: StepRequest) => Promise<Told>;
  /** Between two tries of a step. */
  readonly wait: (seconds: number) => Promise<void>;
}

/** What a workflow came to; `told`: the requests in order. */
export type Ran =
  | { readonly kind: 'done'; readonly steps: number; readonly outputs: Outputs }
  | { readonly kind: 'failed'; readonly step: string; readonly why: string; readonly answer: Told };

type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Context {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly steps: Outputs;
  readonly answer?: Told;
}

/** Runs the steps of one workflow in their order; it ends at the first whose success criteria do not hold. */
export async function runWorkflow(
  workflow: Loose,
  inputs: Readonly<Record<string, unknown>>,
  runner: Runner,
): Promise<Ran> {
  const missing = listOf(looseOf(workflow['inputs'])['required']).find(
    (name) => inputs[textOf(name)] === undefined,
  );
  if (missing !== undefined) throw new Error(`the input ${wordOf(missing)} is not given`);
  let steps: Outputs = {};
  const all = listOf(workflow['steps']).map(looseOf);
  for (const step of all) {
    const stepId = textOf(step['stepId']);
    const { answer, unmet } = await untilMet(step, { inputs, steps }, runner);
    if (unmet !== undefined) return { kind: 'failed', step: stepId, why: `${unmet} does not hold`, answer };
    const outputs = Object.entries(looseOf(step['outputs'])).map(
      ([name, said]) => [name, valueOf(textOf(said), { inputs, steps, answer })] as const,
    );
    steps = { ...steps, [stepId]: Object.fromEntries(outputs) };
  }
  return { kind: 'done', steps: all.length, outputs: steps };
}

/** Sends a step, again as often as its failure action says. */
async function untilMet(
  step: Loose,
  context: Context,
  { send, wait }: Runner,
): Promise<{ readonly answer: Told; readonly unmet?: string }> {
  const [action, ...others] = listOf(step['onFailure']).map(looseOf);
  if (others.length > 0 || (action !== undefined && action['type'] !== 'retry'))
    throw new Error('of failure actions only one retry is understood');
  const tries = 1 + Number(action?.['retryLimit'] ?? 0);
  const request = requestOf(step, context);
  for (let count = 1; ; count += 1) {
    const answer = await send(request);
    const unmet = listOf(step['successCriteria'])
      .map((each) => textOf(looseOf(each)['condition']))
      .find((condition) => !holds(condition, { ...context, answer }));
    if (unmet === undefined) return { answer };
    if (count >= tries) return { answer, unmet };
    await wait(Number(action?.['retryAfter'] ?? 1));
  }
}

function requestOf(step: Loose, context: Context): StepRequest {
  const parameters = listOf(step['parameters']).map(looseOf);
  const placed = (place: string): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      parameters
        .filter((each) => each['in'] === place)
        .map((each) => [textOf(each['name']), filled(each['value'], context)]),
    );
  const strange = parameters.find((each) => !['path', 'query', 'header'].includes(textOf(each['in'])));
  if (strange !== undefined) throw new Error(`a parameter in ${wordOf(strange['in'])} is not understood`);
  const body = looseOf(step['requestBody']);
  const media = textOf(body['contentType']);
  const headers = Object.entries(placed('header')).map(([name, value]) => [
    name.toLowerCase(),
    wordOf(value),
  ]);
  return {
    operationId: textOf(step['operationId']),
    path: placed('path'),
    query: placed('query'),
    headers: { ...Object.fromEntries(headers), ...(media !== '' && { 'content-type': media }) },
    ...(body['payload'] !== undefined && { body: filled(body['payload'], context) }),
    step,
  };
}

/** A value of the document: whole expressions give what they stand for, those in braces its text. */
function filled(value: unknown, context: Context): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, context));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, context)]));
  if (typeof value !== 'string') return value;
  if (value.startsWith('$')) return given(value, context);
  return value.replaceAll(/\{(\$[^}]+)\}/g, (_, expression: string) => wordOf(given(expression, context)));
}

/** @throws when there is nothing that the expression stands for */
function given(expression: string, context: Context): unknown {
  const value = valueOf(expression, context);
  if (value === undefined) throw new Error(`${expression} stands for nothing`);
  return value;
}

/** What a runtime expression stands for; undefined = it is not there. */
function valueOf(expression: string, { inputs, steps, answer }: Context): unknown {
  const [, source = '', pointer = ''] = /^\$([^#]+)(?:#(.*))?$/.exec(expression) ?? [];
  const [first, second = '', third = '', name = ''] = source.split('.');
  if (source === 'statusCode') return answer?.status;
  if (source === 'response.body') return behindPointer(answer?.body, pointer);
  if (first === 'response' && second === 'header') return answer?.headers[third.toLowerCase()];
  if (first === 'inputs') return inputs[second];
  if (first === 'steps' && third === 'outputs') return steps[second]?.[name];
  throw new Error(`the expression ${expression} is not understood`);
}

function behindPointer(body: unknown, pointer: string): unknown {
  let value = body;
  for (const key of pointer.split('/').slice(1))
    value = looseOf(value)[key.replaceAll('~1', '/').replaceAll('~0', '~')];
  return value;
}

const comparisons: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => Number(a) < Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
  '>': (a, b) => Number(a) > Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
};

/** A simple condition; what is not there is null. */
function holds(condition: string, context: Context): boolean {
  const [, left, operator = '', right] = /^(\S+) (==|!=|<=|>=|<|>) (\S.*)$/.exec(condition) ?? [];
  const compare = comparisons[operator];
  if (left === undefined || right === undefined || compare === undefined)
    throw new Error(`the condition ${condition} is not understood`);
  return compare(operand(left, context), operand(right, context));
}

function operand(text: string, context: Context): unknown {
  if (text.startsWith('$')) return valueOf(text, context) ?? null;
  const quoted = /^'(.*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  const value: unknown = JSON.parse(text);
  return value;
}
