import type { ApiDocument } from '../../../model/api.ts';
import type { TextFile } from '../gather.ts';

type Operation = ApiDocument['operations'][number];

const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[\w.]+|[{}()[\];:=]|\n/g;

interface Token {
  readonly text: string;
  readonly line: number;
}

/**
 * Services of a protobuf file: each method as gRPC calls it (`POST /package.Service/Method`, the gRPC protocol over
 * HTTP/2), and the HTTP routes that `google.api.http` gives it.
 */
export function readProtobuf({ path, text }: TextFile): ApiDocument | undefined {
  const tokens = tokensOf(text);
  const name = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
  const version = /^\s*syntax\s*=\s*["']([\w]+)["']/m.exec(text)?.[1];
  const operations: Operation[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at]?.text !== 'service' || tokens[at + 2]?.text !== '{') continue;
    const service = tokens[at + 1]?.text ?? '';
    const end = closing(tokens, at + 2);
    operations.push(
      ...methodsOf(tokens.slice(at + 3, end), name === undefined ? service : `${name}.${service}`),
    );
    at = end;
  }
  if (operations.length === 0) return undefined;
  return {
    path,
    kind: 'protobuf',
    ...(version === undefined ? {} : { version }),
    operations,
    origin: { kind: 'read', file: path, line: 1 },
  };
}

function methodsOf(tokens: readonly Token[], service: string): readonly Operation[] {
  const operations: Operation[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const start = tokens[at];
    if (start?.text !== 'rpc') continue;
    operations.push({ method: 'POST', path: `/${service}/${tokens[at + 1]?.text ?? ''}`, line: start.line });
    const body = tokens.findIndex(({ text }, index) => index > at && (text === '{' || text === ';'));
    if (body === -1 || tokens[body]?.text === ';') continue;
    const end = closing(tokens, body);
    operations.push(...bindingsOf(tokens.slice(body, end)));
    at = end;
  }
  return operations;
}

/** `get: "/v1/users/{id}"` and, for other verbs, `custom: { kind: "HEAD" path: "/v1/x" }`. */
function bindingsOf(tokens: readonly Token[]): readonly Operation[] {
  if (!tokens.some(({ text }) => text.endsWith('google.api.http'))) return [];
  return tokens.flatMap(({ text, line }, at) => {
    const value = tokens[at + 2]?.text ?? '';
    if (tokens[at + 1]?.text !== ':' || !/^["']\//.test(value)) return [];
    const path = value.slice(1, -1);
    if (/^(get|put|post|delete|patch)$/.test(text)) return [{ method: text.toUpperCase(), path, line }];
    if (text !== 'path') return [];
    const kind = tokens.slice(Math.max(0, at - 4), at + 8).findIndex((each) => each.text === 'kind');
    const verb = kind === -1 ? undefined : tokens[Math.max(0, at - 4) + kind + 2]?.text.slice(1, -1);
    return [{ method: verb?.toUpperCase() ?? 'ANY', path, line }];
  });
}

/** Index of the brace that closes the one at `open`; the end of the text when none does. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at]?.text === '{') depth += 1;
    if (tokens[at]?.text === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const [found] of text.matchAll(token)) {
    if (!/^(\/\/|\/\*|\n)/.test(found)) tokens.push({ text: found, line });
    line += found.split('\n').length - 1;
  }
  return tokens;
}
