import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { SecuritySetting } from '../../../model/security-setting.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { dottedName, isFunctionNode, plainKey, walk } from '../javascript/syntax.ts';
import type { CallReader, SecurityCall } from './calls.ts';
import { methodOf } from './calls.ts';
import { readAttemptLimits } from './attempt-limits.ts';
import { readCiphers } from './ciphers.ts';
import { readConnections } from './connections.ts';
import { readCrossOrigin } from './cross-origin.ts';
import { readDigests, readPasswordHashes } from './digests.ts';
import { readRandomness } from './randomness.ts';
import { readResponses } from './responses.ts';
import { readCookies, readSessions } from './sessions.ts';
import { readTokens } from './tokens.ts';
import { readUploads } from './uploads.ts';

const callReaders: readonly CallReader[] = [
  readTokens,
  readSessions,
  readCookies,
  readCrossOrigin,
  readDigests,
  readPasswordHashes,
  readCiphers,
  readRandomness,
  readResponses,
  readUploads,
  readAttemptLimits,
];

/** Files without one of these words settle nothing that is looked for. */
const worthReading =
  /jwt|jose|jsonwebtoken|session|[Cc]ookie|cors|Access-Control|csrf|csurf|lusca|crypto|bcrypt|md5|sha1|Math\.random|helmet|secureHeaders|\.stack\b|multer|fileupload|body-parser|bodyparser|express|rejectUnauthorized|strictSSL|NODE_TLS|minVersion|secureProtocol|[Ll]imiter|[Rr]ate_?[Ll]imit|throttle/;

/** What the code settles for tokens, sessions, cookies, digests, ciphers, connections, answers and uploads. */
export function securityReader(tracer: Tracer): CodeReader {
  const settings: SecuritySetting[] = [];
  const names = new Map<Node, string[]>();
  const worth = new Map<string, boolean>();
  const forDevelopment = new Set<Node>();
  return {
    visit: (node, place) => {
      const { path, text } = place.file;
      let isWorth = worth.get(path);
      if (isWorth === undefined) worth.set(path, (isWorth = worthReading.test(text)));
      if (!isWorth) return;
      nameCalls(node, names);
      markDevelopment(node, place, forDevelopment);
      if (forDevelopment.has(node)) return;
      settings.push(...readConnections(node, place, tracer));
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return;
      const call = callAt(node, place, tracer, names.get(node) ?? []);
      for (const read of callReaders) settings.push(...read(call));
    },
    facts: () => ({ trust: { settings } }),
  };
}

/** A plugin that is registered is as good as a call of it: `app.register(cors, options)`. */
function callAt(
  node: CallExpression | NewExpression,
  place: Place,
  tracer: Tracer,
  goesTo: readonly string[],
): SecurityCall {
  const method = methodOf(node);
  const [plugin, ...others] = node.arguments;
  const common = { node, place, tracer, method, goesTo };
  if (method === 'register' && plugin !== undefined && !isFunctionNode(plugin)) {
    const trace = tracer.trace(plugin, place);
    if (trace?.path === '') return { ...common, trace, given: others };
  }
  return { ...common, trace: tracer.trace(node.callee, place), given: node.arguments };
}

/** What runs under a condition that asks for the kind of installation settles nothing for production, or not for certain. */
function markDevelopment(node: Node, { file }: Place, marked: Set<Node>): void {
  if (node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return;
  const test = file.text.slice(node.test.start, node.test.end);
  if (!/NODE_ENV|\benv\b|is_?dev|development|debug|is_?prod|production|is_?local|is_?test/i.test(test))
    return;
  for (const branch of [node.consequent, node.alternate])
    if (branch !== null)
      walk(branch, (inner) => {
        if (inner.type !== 'BlockStatement') marked.add(inner);
      });
}

/** Calls within the value of a variable, a property or an assignment go to its name. */
function nameCalls(node: Node, names: Map<Node, string[]>): void {
  const named = nameAndValue(node);
  if (named === undefined) return;
  walk(named.value, (inner) => {
    if (isFunctionNode(inner) && inner !== named.value) return false;
    if (inner.type === 'CallExpression' || inner.type === 'NewExpression')
      names.set(inner, [...(names.get(inner) ?? []), named.name]);
    return !isFunctionNode(inner);
  });
}

function nameAndValue(node: Node): { readonly name: string; readonly value: Node } | undefined {
  if (node.type === 'VariableDeclarator' && node.init !== null && node.id.type === 'Identifier')
    return { name: node.id.name, value: node.init };
  if (node.type === 'AssignmentExpression') {
    const name = dottedName(node.left);
    return name === undefined ? undefined : { name, value: node.right };
  }
  if (node.type !== 'Property' && node.type !== 'PropertyDefinition') return undefined;
  const name = plainKey(node.key, node.computed);
  return name === undefined || node.value === null ? undefined : { name, value: node.value };
}
