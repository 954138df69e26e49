import { createHash } from 'node:crypto';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { firstOf, proved, refuted, undecided } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { measure } from './graphql-cost.ts';
import type { Measured } from './graphql-cost.ts';
import { isRecord, parseJson } from './json.ts';

type Graphql = typeof import('graphql');

interface Request {
  readonly id: string;
  readonly name: string;
  readonly body: string;
}

function requestsOf(manifest: string): readonly Request[] {
  const parsed = parseJson(manifest);
  const operations: readonly unknown[] =
    isRecord(parsed) && Array.isArray(parsed['operations']) ? parsed['operations'] : [];
  return operations.flatMap((each) =>
    isRecord(each)
      ? [{ id: String(each['id']), name: String(each['name']), body: String(each['body']) }]
      : [],
  );
}

/** The limits as the schema tells them where it declares `@cost`. */
function limitsOf(schema: GraphQLSchema): Measured | undefined {
  const words = schema.getDirective('cost')?.description ?? '';
  const [, cost, depth] = /may reach ([\d.]+); deepest nesting: (\d+)/.exec(words) ?? [];
  return cost === undefined || depth === undefined ? undefined : { cost: Number(cost), depth: Number(depth) };
}

/** Holds each registered request to the schema, to its id and to the limits. */
export function settlePersisted(text: string, manifest: string, graphql: Graphql): Settled {
  const schema = graphql.buildSchema(text);
  const limits = limitsOf(schema);
  const requests = requestsOf(manifest);
  const without = (reason: string): Settled => ({
    verdict: undecided(reason),
    measurements: {},
    incomplete: [],
  });
  if (limits === undefined) return without('the schema states no limits');
  if (requests.length === 0) return without('the manifest holds no request');
  const measured = requests.map((request) => ({ request, ...judge(request, schema, limits, graphql) }));
  const faults = measured.flatMap((each) => each.faults);
  const measurements = {
    requests: requests.length,
    deepest: Math.max(...measured.map(({ depth }) => depth)),
    costliest: Math.max(...measured.map(({ cost }) => Number(cost.toPrecision(6)))),
    depthLimit: limits.depth,
    costLimit: limits.cost,
  };
  return { verdict: faults.length === 0 ? proved : refuted(firstOf(faults)), measurements, incomplete: [] };
}

function judge(
  { id, name, body }: Request,
  schema: GraphQLSchema,
  limits: Measured,
  graphql: Graphql,
): Measured & { readonly faults: readonly string[] } {
  const document = graphql.parse(body);
  const errors = graphql.validate(schema, document).map(({ message }) => `${name}: ${message}`);
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode => each.kind === graphql.Kind.OPERATION_DEFINITION,
  );
  const found = operation === undefined ? { depth: 0, cost: 0 } : measure(schema, operation, graphql);
  const hash = createHash('sha256').update(body).digest('hex');
  return {
    ...found,
    faults: [
      ...errors,
      ...(hash === id ? [] : [`${name}: its id is not the SHA-256 of its text`]),
      ...(found.depth > limits.depth ? [`${name}: ${found.depth} levels, above ${limits.depth}`] : []),
      ...(found.cost > limits.cost ? [`${name}: cost ${found.cost}, above ${limits.cost}`] : []),
    ],
  };
}
