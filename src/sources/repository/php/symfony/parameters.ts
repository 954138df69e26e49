import type { Parameter } from '../../../../model/api.ts';
import { parseAnnotation, textsOfAnnotation } from '../annotations.ts';
import type { PhpBody } from '../body.ts';
import { argumentValues } from '../calls.ts';
import type { PhpClass, PhpParameter } from '../classes.ts';
import { lineage, methodOf } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import { readParameters, unique } from '../parameters.ts';
import type { Dialect } from '../parameters.ts';
import { walkBody } from '../signs.ts';
import { docTags, memberName, plainString, writtenArguments } from '../syntax.ts';
import { className } from '../names.ts';
import { originAt, textOf } from '../value.ts';

export const symfonyDialect: Dialect = {
  methods: { get: 'query' },
  bags: {
    query: 'query',
    request: 'body',
    headers: 'header',
    cookies: 'cookie',
    files: 'file',
    toarray: 'body',
    getpayload: 'body',
  },
  requestType: /(^|\\)Request$/,
  receivers:
    /^(\$this->getRequest\(\)|\$this->requestStack->get(Current|Main)Request\(\)|\$requestStack->get(Current|Main)Request\(\))$/,
};

/** What a controller's method takes: arguments that are mapped, forms, and what its body reads. */
export function symfonyParameters(
  machine: Machine,
  body: PhpBody,
  method: string,
  path: string,
): readonly Parameter[] {
  return unique([
    ...body.parameters.flatMap((parameter) => mapped(machine, body, parameter, path)),
    ...fetched(body),
    ...formFields(machine, body, method),
    ...readParameters(machine.codebase, body, symfonyDialect, method),
  ]);
}

const jsonType: Readonly<Record<string, string>> = {
  int: 'integer',
  float: 'number',
  bool: 'boolean',
  string: 'string',
  array: 'array',
};

function mapped(
  machine: Machine,
  body: PhpBody,
  parameter: PhpParameter,
  path: string,
): readonly Parameter[] {
  const origin = originAt(body.file, parameter.node);
  const type = jsonType[parameter.type ?? ''];
  const typed = type === undefined ? {} : { type };
  if (path.includes(`{${parameter.name}}`))
    return type === undefined ? [] : [{ name: parameter.name, in: 'path', type, required: true, origin }];
  return parameter.attributes.flatMap((attribute): readonly Parameter[] => {
    const scope = { file: body.file, variables: new Map() };
    const named = textOf(
      argumentValues(machine, attribute.node, scope).find(
        ({ name }, at) => name === 'name' || (name === undefined && at === 0),
      )?.value,
    );
    const short = attribute.name.split('\\').at(-1);
    const required = !parameter.nullable && parameter.default === undefined;
    switch (short) {
      case 'MapQueryParameter':
        return [{ name: named ?? parameter.name, in: 'query', ...typed, required, origin }];
      case 'MapUploadedFile':
        return [{ name: named ?? parameter.name, in: 'body', type: 'file', required, origin }];
      case 'MapQueryString':
        return fieldsOf(machine, parameter.type, 'query');
      case 'MapRequestPayload':
        return fieldsOf(machine, parameter.type, 'body');
      default:
        return [];
    }
  });
}

/** Public properties and arguments of the constructor of a transfer class. */
function fieldsOf(machine: Machine, name: string | undefined, place: 'query' | 'body'): readonly Parameter[] {
  const declared = machine.codebase.class(name);
  if (declared === undefined) return [];
  const field = (
    owner: PhpClass,
    each: { readonly name: string; readonly type?: string; readonly node: PhpParameter['node'] },
    required: boolean,
  ): Parameter => {
    const type = jsonType[each.type ?? ''];
    return {
      name: each.name,
      in: place,
      ...(type === undefined ? {} : { type }),
      required,
      origin: originAt(owner.file, each.node),
    };
  };
  return lineage(machine.codebase, declared).flatMap((owner) => [
    ...[...owner.properties.values()].map((property) => field(owner, property, false)),
    ...(owner.methods.get('__construct')?.parameters ?? []).map((parameter) =>
      field(owner, parameter, !parameter.nullable && parameter.default === undefined),
    ),
  ]);
}

/** `@QueryParam(name="page")` of FOSRestBundle. */
function fetched(body: PhpBody): readonly Parameter[] {
  const origin = originAt(body.file, { line: body.line });
  return docTags(body.method?.doc).flatMap(({ tag, rest }): readonly Parameter[] => {
    const kind = /(?:^|\\)(Query|Request|File)Param$/.exec(tag)?.[1];
    const name = textsOfAnnotation(parseAnnotation(rest).named.get('name'))[0];
    return kind === undefined || name === undefined
      ? []
      : [{ name, in: kind === 'Query' ? 'query' : 'body', required: false, origin }];
  });
}

/** Fields of the form types that a handler makes. */
function formFields(machine: Machine, body: PhpBody, method: string): readonly Parameter[] {
  const found: Parameter[] = [];
  walkBody(body.body, (node) => {
    if (!/^(createForm|create)$/.test(memberName(node) ?? '')) return;
    const type = writtenArguments(node).find(
      ({ node: each }) => each.type === 'class_constant_access_expression' && each.text.endsWith('::class'),
    );
    const name = type?.node.children[0]?.text;
    const declared =
      name === undefined ? undefined : machine.codebase.class(className(body.file.names, name));
    const build = declared === undefined ? undefined : methodOf(machine.codebase, declared, 'buildForm');
    if (build?.body === undefined) return;
    walkBody(build.body, (call) => {
      if (memberName(call) !== 'add') return;
      const field = plainString(writtenArguments(call)[0]?.node);
      const kind = writtenArguments(call)[1]?.node.text ?? '';
      if (field === undefined || /(Submit|Button|Reset)Type/.test(kind)) return;
      found.push({
        name: field,
        in: method === 'GET' ? 'query' : 'body',
        required: false,
        origin: originAt(build.file, call),
      });
    });
  });
  return method === 'GET' && !/'GET'|"GET"|METHOD_GET/.test(body.body.text) ? [] : found;
}
