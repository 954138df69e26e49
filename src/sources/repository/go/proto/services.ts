import type { Method } from '../../../../model/api.ts';
import type { Repository, TextFile } from '../../gather.ts';
import { lineAt } from '../../lines.ts';

/** One address under which a method answers beside its own. */
export interface ProtoBinding {
  readonly method: Method;
  readonly path: string;
  /** Field that the body fills, `*` for the whole request. */
  readonly body?: string;
}

export interface ProtoMethod {
  readonly name: string;
  readonly request: string;
  readonly streams: boolean;
  readonly bindings: readonly ProtoBinding[];
  readonly file: string;
  readonly line: number;
}

export interface ProtoField {
  readonly name: string;
  readonly type: string;
  readonly repeated: boolean;
}

export interface ProtoService {
  readonly name: string;
  /** With its package: `user.v1.UserService`. */
  readonly fullName: string;
  readonly methods: readonly ProtoMethod[];
  readonly messages: ReadonlyMap<string, readonly ProtoField[]>;
}

/** Services of the protocol files, in the order of their files. */
export function protoServices(repository: Repository): readonly ProtoService[] {
  const files = [...repository.files.values()].filter(({ path }) => path.endsWith('.proto'));
  const messages = new Map<string, readonly ProtoField[]>();
  for (const { text } of files)
    for (const [name, fields] of messagesIn(plain(text))) messages.set(name, fields);
  const told = files.flatMap((file) => servicesIn(file, messages));
  const generated = generatedServices(repository).filter(
    ({ fullName }) => !told.some((service) => service.fullName === fullName),
  );
  return [...told, ...generated];
}

/** Services whose protocol files are not there, by the constants of the code that was generated from them. */
function generatedServices(repository: Repository): readonly ProtoService[] {
  const found = new Map<string, ProtoMethod[]>();
  for (const { path, text } of repository.files.values()) {
    if (!path.endsWith('.connect.go')) continue;
    for (const each of text.matchAll(/\w+Procedure\s*=\s*"\/([\w.]+)\/(\w+)"/g)) {
      const [, service = '', name = ''] = each;
      const methods = found.get(service) ?? [];
      found.set(service, methods);
      methods.push({
        name,
        request: '',
        streams: false,
        bindings: [],
        file: path,
        line: lineAt(text, each.index),
      });
    }
  }
  return [...found].map(([fullName, methods]) => ({
    name: fullName.split('.').at(-1) ?? fullName,
    fullName,
    methods,
    messages: new Map(),
  }));
}

/** Comments as blanks, so that places stay. */
const plain = (text: string): string =>
  text.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? found : found.replaceAll(/[^\n]/g, ' '),
  );

function servicesIn(
  { path, text }: TextFile,
  messages: ReadonlyMap<string, readonly ProtoField[]>,
): readonly ProtoService[] {
  const source = plain(text);
  const owner = /^\s*package\s+([\w.]+)\s*;/m.exec(source)?.[1];
  return [...source.matchAll(/\bservice\s+(\w+)\s*\{/g)].map((found): ProtoService => {
    const name = found[1] ?? '';
    const from = found.index + found[0].length;
    const body = source.slice(from, closing(source, from));
    return {
      name,
      fullName: owner === undefined ? name : `${owner}.${name}`,
      messages,
      methods: methodsIn(body, path, lineAt(source, from)),
    };
  });
}

const rpc =
  /\brpc\s+(\w+)\s*\(\s*(stream\s+)?([\w.]+)\s*\)\s*returns\s*\(\s*(stream\s+)?[\w.]+\s*\)\s*([;{])/g;

function methodsIn(body: string, file: string, firstLine: number): readonly ProtoMethod[] {
  return [...body.matchAll(rpc)].map((found): ProtoMethod => {
    const end = found.index + found[0].length;
    const options = found[5] === '{' ? body.slice(end, closing(body, end)) : '';
    return {
      name: found[1] ?? '',
      request: (found[3] ?? '').split('.').at(-1) ?? '',
      streams: found[2] !== undefined || found[4] !== undefined,
      bindings: bindingsIn(options),
      file,
      line: firstLine + lineAt(body, found.index) - 1,
    };
  });
}

/** `option (google.api.http) = { get: "/v1/x" additional_bindings { … } }`. */
function bindingsIn(options: string): readonly ProtoBinding[] {
  const found = /\(\s*google\.api\.http\s*\)\s*=\s*\{/.exec(options);
  if (found === null) return [];
  const from = found.index + found[0].length;
  const rule = options.slice(from, closing(options, from));
  const more = [...rule.matchAll(/\badditional_bindings\s*:?\s*\{/g)].map((each) => {
    const start = each.index + each[0].length;
    return rule.slice(start, closing(rule, start));
  });
  const own = rule.replaceAll(/\badditional_bindings\s*:?\s*\{[^{}]*\}/g, ' ');
  return [own, ...more].flatMap(bindingOf);
}

const verbs: Readonly<Record<string, Method>> = {
  get: 'GET',
  put: 'PUT',
  post: 'POST',
  delete: 'DELETE',
  patch: 'PATCH',
};

function bindingOf(rule: string): readonly ProtoBinding[] {
  const found = /\b(get|put|post|delete|patch)\s*:\s*"([^"]+)"/.exec(rule);
  const method = verbs[found?.[1] ?? ''];
  if (found === null || method === undefined) return [];
  const body = /\bbody\s*:\s*"([^"]+)"/.exec(rule)?.[1];
  return [{ method, path: templateOf(found[2] ?? ''), ...(body === undefined ? {} : { body }) }];
}

/** `{name=users/*}` stands for `users/{name}`: the pattern holds more than one segment of the path. */
export function templateOf(path: string): string {
  return path.replaceAll(/\{([\w.]+)(?:=([^{}]*))?\}/g, (_, name: string, pattern: string | undefined) => {
    const plainName = name.replaceAll('.', '_');
    if (pattern === undefined || !pattern.includes('/')) return `{${plainName}}`;
    let count = 0;
    return pattern.replaceAll(/\*\*?/g, () => {
      count += 1;
      return count === 1 ? `{${plainName}}` : `{${plainName}_${count}}`;
    });
  });
}

function messagesIn(source: string): ReadonlyMap<string, readonly ProtoField[]> {
  const found = new Map<string, readonly ProtoField[]>();
  for (const each of source.matchAll(/\bmessage\s+(\w+)\s*\{/g)) {
    const from = each.index + each[0].length;
    const body = source.slice(from, closing(source, from)).replaceAll(/\boneof\s+\w+\s*\{/g, ' ');
    const own = withoutNested(body);
    const fields = [
      ...own.matchAll(/(?:^|[;{}\s])(repeated\s+|optional\s+)?([\w.]+|map\s*<[^>]*>)\s+(\w+)\s*=\s*\d+/g),
    ]
      .filter(([, , type]) => !/^(option|reserved|enum|message)$/.test(type ?? ''))
      .map(([, label, type = '', name = '']) => ({ name, type, repeated: /repeated/.test(label ?? '') }));
    if (!found.has(each[1] ?? '')) found.set(each[1] ?? '', fields);
  }
  return found;
}

/** Messages and enums inside of a message have fields of their own. */
function withoutNested(body: string): string {
  let rest = body;
  for (let count = 0; count < 50; count += 1) {
    const nested = /\b(?:message|enum)\s+\w+\s*\{/.exec(rest);
    if (nested === null) return rest;
    const from = nested.index + nested[0].length;
    rest = rest.slice(0, nested.index) + rest.slice(closing(rest, from) + 1);
  }
  return rest;
}

/** The place of the bracket that closes the one before `from`. */
function closing(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return text.length;
}
