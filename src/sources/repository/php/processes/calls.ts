import type { OutgoingCall } from '../../../../model/processes.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpClass, PhpFile } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { evaluate } from '../evaluate.ts';
import { createMachine } from '../machine.ts';
import type { Machine } from '../machine.ts';
import { className } from '../names.ts';
import { callTypes, memberName, receiverOf, writtenArguments } from '../syntax.ts';
import { originAt } from '../value.ts';
import type { Scope } from '../value.ts';

const mentions =
  /GuzzleHttp|Facades\\Http\b|Http::|curl_init|curl_exec|HttpClientInterface|HttpClient::create|file_get_contents\(\s*['"]https?:|Psr\\Http\\Client|WebClient|wp_remote_/;

/** Calls that leave the process: Guzzle, the `Http` facade, Symfony's client, curl, streams, WordPress. */
export function outgoingCalls(codebase: PhpCodebase): readonly OutgoingCall[] {
  const machine = createMachine(codebase, {});
  return codebase.sources.flatMap(({ path, text }) => {
    if (!mentions.test(text)) return [];
    const file = codebase.file(path);
    return file === undefined ? [] : callsIn(machine, file);
  });
}

interface Around {
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
  readonly class: PhpClass | undefined;
}

function callsIn(machine: Machine, file: PhpFile): readonly OutgoingCall[] {
  const found: OutgoingCall[] = [];
  const visit = (node: SyntaxNode, around: Around, depth: number): void => {
    if (depth > 350) return;
    const call = callTypes.has(node.type) ? callAt(machine, file, node, around) : undefined;
    if (call !== undefined) found.push(call);
    const inner = within(file, node, around);
    for (const child of node.children) visit(child, inner, depth + 1);
  };
  visit(file.root, { inLoop: false, inTransaction: false, class: undefined }, 0);
  return found;
}

function within(file: PhpFile, node: SyntaxNode, around: Around): Around {
  if (/^(foreach|for|while|do)_statement$/.test(node.type)) return { ...around, inLoop: true };
  if (node.type === 'class_declaration') {
    const name = inField(node, 'name')?.text ?? '';
    return {
      ...around,
      class: file.classes.get(className({ ...file.names, classes: new Map() }, name).toLowerCase()),
    };
  }
  if (node.type === 'method_declaration') return { ...around, inLoop: false, inTransaction: false };
  if (callTypes.has(node.type) && memberName(node) === 'transaction')
    return { ...around, inTransaction: true };
  return around;
}

const verbs = /^(get|post|put|patch|delete|head|options|request|send|getAsync|postAsync|requestAsync)$/;

type Kind = 'Http' | 'guzzle' | 'http-client' | 'curl' | 'stream' | 'wordpress';

function kindOf(file: PhpFile, node: SyntaxNode, around: Around): Kind | undefined {
  const name = memberName(node) ?? '';
  if (node.type === 'function_call_expression') {
    const first = writtenArguments(node)[0]?.node.text ?? '';
    if (name === 'curl_init' && first !== '') return 'curl';
    if (/^wp_remote_(get|post|request|head)$/.test(name)) return 'wordpress';
    return /^(file_get_contents|fopen)$/.test(name) && /^['"]https?:/.test(first) ? 'stream' : undefined;
  }
  if (!verbs.test(name)) return undefined;
  const chain = receiverChain(node);
  const start = chain.at(-1);
  if (start === undefined) return undefined;
  if (
    /(^|\\)Facades\\Http$/.test(className(file.names, start.text)) ||
    (start.text === 'Http' && file.names.classes.get('http') === undefined)
  )
    return 'Http';
  const type = typeOfReceiver(file, chain, around);
  if (/GuzzleHttp\\Client(Interface)?$/.test(type ?? '')) return 'guzzle';
  if (
    /(HttpClientInterface|Psr\\Http\\Client\\ClientInterface)$/.test(type ?? '') &&
    /^(request|send\w*)$/.test(name)
  )
    return 'http-client';
  return undefined;
}

/** `a` of `a::b()->c()`, after everything that is called on it. */
function receiverChain(node: SyntaxNode): readonly SyntaxNode[] {
  const chain: SyntaxNode[] = [];
  for (let at = receiverOf(node); at !== undefined && chain.length < 30; at = receiverOf(at)) chain.push(at);
  return chain;
}

function typeOfReceiver(file: PhpFile, chain: readonly SyntaxNode[], around: Around): string | undefined {
  const [direct] = chain;
  if (direct === undefined) return undefined;
  const made = /^\(?\s*new\s+([\w\\]+)/.exec(direct.text)?.[1];
  if (made !== undefined) return className(file.names, made);
  const property = /^\$this->(\w+)$/.exec(direct.text)?.[1];
  if (property !== undefined) {
    const declared = around.class;
    const parameter = declared?.methods.get('__construct')?.parameters.find((each) => each.name === property);
    return (
      declared?.properties.get(property)?.type ??
      parameter?.type ??
      assignedType(file, `\\$this->${property}`)
    );
  }
  const variable = /^\$(\w+)$/.exec(direct.text)?.[1];
  return variable === undefined
    ? undefined
    : (assignedType(file, `\\$${variable}`) ?? parameterType(file, variable));
}

function assignedType(file: PhpFile, target: string): string | undefined {
  const match = new RegExp(`${target}\\s*=\\s*\\(?\\s*(?:new\\s+([\\w\\\\]+)|(HttpClient)::create)`).exec(
    file.root.text,
  );
  if (match?.[2] !== undefined) return 'Symfony\\Contracts\\HttpClient\\HttpClientInterface';
  return match?.[1] === undefined ? undefined : className(file.names, match[1]);
}

function parameterType(file: PhpFile, variable: string): string | undefined {
  const match = new RegExp(`([\\w\\\\]*Client(?:Interface)?)\\s+\\$${variable}\\b`).exec(file.root.text);
  return match?.[1] === undefined ? undefined : className(file.names, match[1]);
}

function callAt(machine: Machine, file: PhpFile, node: SyntaxNode, around: Around): OutgoingCall | undefined {
  const kind = kindOf(file, node, around);
  if (kind === undefined) return undefined;
  const origin = originAt(file, node);
  const limits = limitsOf(file, node, kind);
  return {
    id: `${origin.file}:${origin.line}#${kind}`,
    target: targetOf(machine, file, node, around),
    ...(limits.timeout === undefined
      ? {}
      : { timeout: { value: limits.timeout * 1_000, unit: 'ms', origin } }),
    ...(limits.timeout === undefined && limits.bounded ? { bounded: true } : {}),
    ...(limits.attempts === undefined ? {} : { attempts: { value: limits.attempts, unit: 'count', origin } }),
    ...(around.inTransaction ? { inTransaction: true } : {}),
    ...(around.inLoop ? { inLoop: true } : {}),
    origin,
  };
}

/** Address as far as it is written; credentials and query are left out. */
function targetOf(machine: Machine, file: PhpFile, node: SyntaxNode, around: Around): string {
  const args = writtenArguments(node);
  const name = memberName(node) ?? '';
  const url = /^(request|requestAsync)$/.test(name) ? args[1] : args[0];
  if (url === undefined) return 'unknown';
  const scope: Scope = {
    file,
    ...(around.class === undefined
      ? {}
      : {
          class: around.class,
          self: { kind: 'object', className: around.class.name, args: [], properties: new Map() },
        }),
    variables: new Map(),
  };
  const value = evaluate(machine, url.node, scope);
  const text =
    value.kind === 'text' ? value.text : `{${url.node.text.replaceAll(/[^\w>-]/g, '').slice(0, 40)}}`;
  return (text === '' ? 'unknown' : text)
    .replace(/:\/\/[^/@\s]*@/, '://')
    .replace(/\?.*$/, '')
    .slice(0, 120);
}

interface Limits {
  readonly timeout: number | undefined;
  /** The library stops waiting by itself. */
  readonly bounded: boolean;
  readonly attempts: number | undefined;
}

function limitsOf(file: PhpFile, node: SyntaxNode, kind: Kind): Limits {
  const around = kind === 'curl' ? file.root.text : node.text;
  const made = kind === 'guzzle' ? makingOf(file, node) : '';
  const option =
    seconds.exec(around) ?? seconds.exec(made) ?? (made === '' ? guzzleSeconds(file, kind) : null);
  const written = option?.slice(1).find((part) => part !== undefined);
  const retry = /(?:->|::)retry\(\s*(\d+)/.exec(node.text)?.[1];
  return {
    timeout: written === undefined ? undefined : Number(written),
    bounded:
      kind === 'Http' ||
      kind === 'wordpress' ||
      kind === 'stream' ||
      kind === 'http-client' ||
      /timeout/i.test(node.text) ||
      /['"]timeout['"]\s*=>/.test(made),
    attempts: retry === undefined ? undefined : Number(retry),
  };
}

const seconds =
  /['"]timeout['"]\s*=>\s*([\d.]+)|->timeout\(\s*([\d.]+)|Http::timeout\(\s*([\d.]+)|CURLOPT_TIMEOUT(?:_MS)?\s*,\s*([\d.]+)/;

const guzzleSeconds = (file: PhpFile, kind: Kind): RegExpExecArray | null =>
  kind === 'guzzle' ? /['"]timeout['"]\s*=>\s*([\d.]+)/.exec(file.root.text) : null;

/** How the client of a call is made, where the file says: `$client = new Client([…])`, the last before the call. */
function makingOf(file: PhpFile, node: SyntaxNode): string {
  const client = receiverOf(node)?.text ?? '';
  if (!/^\$\w+(->\w+)?$/.test(client)) return client;
  const makings = file.root.text
    .split('\n')
    .slice(0, node.line)
    .join('\n')
    .matchAll(new RegExp(`${client.replaceAll(/[$>-]/g, '\\$&')}\\s*=\\s*\\(?\\s*new\\b[^;]*`, 'g'));
  return [...makings].at(-1)?.[0] ?? '';
}
