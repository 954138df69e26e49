import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { KeyValueCall } from '../../../model/key-value.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import { lastName } from '../queries/chain.ts';
import type { Locals } from './locals.ts';

/** A call of the SDK before its parameters are read. */
export interface SdkCall {
  readonly call: KeyValueCall;
  readonly parameters: Node | undefined;
  /** The library itself asks for the pages that follow. */
  readonly paginates: boolean;
}

const calls: Readonly<Record<string, KeyValueCall>> = {
  get: 'get',
  getitem: 'get',
  query: 'query',
  scan: 'scan',
  put: 'put',
  putitem: 'put',
  update: 'update',
  updateitem: 'update',
  delete: 'delete',
  deleteitem: 'delete',
  batchget: 'batch-get',
  batchgetitem: 'batch-get',
  batchwrite: 'batch-write',
  batchwriteitem: 'batch-write',
  transactget: 'transact-get',
  transactgetitems: 'transact-get',
  transactwrite: 'transact-write',
  transactwriteitems: 'transact-write',
};

const callNamed = (word: string): KeyValueCall | undefined =>
  Object.hasOwn(calls, word.toLowerCase()) ? calls[word.toLowerCase()] : undefined;

const packages = /^(@aws-sdk\/(lib|client)-dynamodb|aws-sdk)$/;

/**
 * `new QueryCommand(params)`, `documentClient.query(params)`, `paginateQuery(config, params)`. A method counts where
 * the client is known, and where its parameters name a table: nobody else calls it `TableName`.
 */
export function sdkCall(
  tracer: Tracer,
  locals: Locals,
  node: CallExpression | NewExpression,
  place: Place,
): SdkCall | undefined {
  const [first, second] = node.arguments;
  const name = lastName(node.callee) ?? '';
  if (node.type === 'NewExpression') {
    const call = name.endsWith('Command') ? callNamed(name.slice(0, -'Command'.length)) : undefined;
    if (call === undefined || !isOfSdk(tracer, node.callee, place)) return undefined;
    return { call, parameters: first, paginates: false };
  }
  const paginated = /^paginate(Query|Scan)$/.exec(name)?.[1];
  if (paginated !== undefined && isOfSdk(tracer, node.callee, place))
    return { call: paginated === 'Scan' ? 'scan' : 'query', parameters: second, paginates: true };
  if (node.callee.type !== 'MemberExpression') return undefined;
  const call = callNamed(plainKey(node.callee.property, node.callee.computed) ?? '');
  if (call === undefined || first === undefined) return undefined;
  const shape = locals.object(first, place);
  if (shape?.fields.has('TableName') === true || shape?.fields.has('RequestItems') === true)
    return { call, parameters: first, paginates: false };
  return isClient(tracer, node.callee.object, place)
    ? { call, parameters: first, paginates: false }
    : undefined;
}

const isOfSdk = (tracer: Tracer, node: Node, place: Place): boolean =>
  packages.test(tracer.trace(node, place)?.package ?? '');

function isClient(tracer: Tracer, node: Node, place: Place): boolean {
  const trace = tracer.trace(node, place);
  if (trace === undefined || !packages.test(trace.package)) return false;
  return (
    /(^|\.)(DocumentClient|DynamoDB|DynamoDBDocument)(\(\)|\.from\(\))?$/.test(trace.path) &&
    dottedName(node) !== 'AWS.DynamoDB'
  );
}
