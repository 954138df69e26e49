import type { OutgoingCall } from '../../../../model/processes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import type { Call } from '../syntax.ts';
import { callOf, constantName, option } from '../syntax.ts';
import { textOf } from '../values.ts';

/** Libraries and whether they stop waiting when nothing is said. */
const clients: Readonly<Record<string, boolean>> = {
  Faraday: true,
  'Net::HTTP': true,
  HTTParty: true,
  RestClient: true,
  'RestClient::Request': true,
  Excon: true,
  HTTP: false,
  Typhoeus: false,
  HTTPX: true,
  'URI.open': true,
};
const verbs =
  /^(get|post|put|patch|delete|head|options|get_response|post_form|start|request|execute|new|open)$/;
const mentions = /\b(Faraday|Net::HTTP|HTTParty|RestClient|Excon|Typhoeus|HTTPX)\b|\bHTTP\.|\bURI\.open\b/;

/** Calls of HTTP libraries: target, time limit, whether they stand in a loop or a transaction. */
export function callsOf(code: Code): readonly OutgoingCall[] {
  return code.files.filter(({ text }) => mentions.test(text)).flatMap(({ path }) => callsIn(code, path));
}

function callsIn(code: Code, path: string): readonly OutgoingCall[] {
  const tree = code.tree(path);
  const found = new Map<string, OutgoingCall>();
  if (tree === undefined) return [];
  walkSyntax(tree, (node, above) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    const library = call === undefined ? undefined : libraryOf(call);
    if (call === undefined || library === undefined) return;
    const origin = originIn(path, node);
    const id = `${path}:${node.line}#${library}`;
    if (found.has(id)) return;
    const method = above.findLast(({ type }) => type === 'method' || type === 'singleton_method');
    const limit = limitIn(call, method ?? node);
    found.set(id, {
      id,
      target: targetOf(code, call, method),
      ...(limit === undefined ? {} : { timeout: { value: limit * 1000, unit: 'ms', origin } }),
      ...(limit === undefined && clients[library] === true ? { bounded: true } : {}),
      ...(isInside(
        above,
        /^(each|map|find_each|each_with_index|times|flat_map|each_slice|in_batches|collect)$/,
      )
        ? { inLoop: true }
        : {}),
      ...(isInside(above, /^(transaction|with_lock)$/) ? { inTransaction: true } : {}),
      origin,
    });
  });
  return [...found.values()];
}

function libraryOf({ receiver, name }: Call): string | undefined {
  const constant = constantName(receiver);
  if (constant === 'URI' && name === 'open') return 'URI.open';
  // `Net::HTTP::Get.new` only makes a request; `Net::HTTP.new` opens the connection.
  return Object.hasOwn(clients, constant) && verbs.test(name) ? constant : undefined;
}

const isInside = (above: readonly SyntaxNode[], names: RegExp): boolean =>
  above.some((node) => node.type === 'call' && names.test(callOf(node)?.name ?? ''));

/** A limit in the options of the call, else one set in the same method: `http.read_timeout = 5`. */
function limitIn(call: Call, around: SyntaxNode): number | undefined {
  for (const name of ['timeout', 'read_timeout', 'open_timeout']) {
    const value = option(call, name);
    if (value !== undefined && /^[\d.]+$/.test(value.text)) return Number(value.text);
  }
  const found = /\b(?:read_timeout|timeout|open_timeout)\s*(?:=|:|\()\s*([\d.]+)/.exec(around.text)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The address as far as it is written. */
function targetOf(code: Code, call: Call, method: SyntaxNode | undefined): string {
  const scope = { code, namespace: '' };
  const first = option(call, 'url') ?? call.args[0];
  if (first === undefined || first.type === 'nil') return 'unknown';
  const written = textOf(first, scope);
  const text = written.resolved
    ? written.text
    : (/["'](https?:\/\/[^"'\s#]{1,100})/.exec(first.text)?.[1] ?? named(first, method));
  return text
    .replace(/:\/\/[^/@\s]*@/, '://')
    .replace(/\?.*$/, '')
    .slice(0, 120);
}

/** `uri` is what the method parsed: `uri = URI('https://…')`. */
function named(node: SyntaxNode, method: SyntaxNode | undefined): string {
  const name = /^[a-z_]\w*/.exec(node.text)?.[0];
  const set =
    name === undefined
      ? null
      : new RegExp(`\\b${name}\\s*=\\s*[^\\n]{0,60}["'](https?:\\/\\/[^"'\\s#]{1,100})`).exec(
          method?.text ?? '',
        );
  return set?.[1] ?? `{${node.text.replaceAll(/\s+/g, ' ').slice(0, 60)}}`;
}
