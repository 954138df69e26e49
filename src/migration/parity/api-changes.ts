import { openApiDocument } from '../../artifacts/openapi.ts';
import { gatherChanges } from '../../compatibility/change.ts';
import type { Change } from '../../compatibility/change.ts';
import { isRecord, located } from '../../compatibility/located.ts';
import type { JsonRecord } from '../../compatibility/located.ts';
import { compareOpenApi } from '../../compatibility/openapi/compare.ts';
import type { Backend } from '../../model/backend.ts';
import type { MigrationRecord } from '../../model/migration-record.ts';
import { placeOf } from './places.ts';

/** What somebody who calls a legacy endpoint has to change to call the target instead. */
export interface CallChange {
  readonly legacy: string;
  readonly target: string;
  /** What moves to another place of the request: `id of the query is id of the path`. */
  readonly moved: readonly string[];
  readonly credentials?: string;
  /** Breaking ones first. */
  readonly changes: readonly Change[];
}

export interface ApiChanges {
  readonly calls: readonly CallChange[];
  /** Endpoints of the legacy system that no document can hold or no line of the ledger leads on, each with the reason. */
  readonly left: readonly { readonly legacy: string; readonly because: string }[];
}

type Access = Backend['api']['endpoints'][number]['access'];

/** Names, tags, servers and schemes of the whole document: no caller of one endpoint breaks by them. */
const ofTheDocument =
  /operation-id|tag-|server|scheme|^security|path-added|operation-added|path-parameter-renamed/;

/**
 * The document that the legacy code deserves against that of the target, pair by pair of the ledger: each legacy
 * operation is put to the address of its counterpart, so that what differs beside the address is told.
 */
export function apiChanges(target: Backend, { legacy, plan }: MigrationRecord): ApiChanges {
  const old = parsed(openApiDocument(legacy).text);
  const next = parsed(openApiDocument(target).text);
  const calls: CallChange[] = [];
  const left: ApiChanges['left'][number][] = [];
  for (const { id, access } of legacy.api.endpoints) {
    const line = plan.ledger.endpoints[id];
    if (line?.kind !== 'moves') {
      left.push({ legacy: id, because: line?.because ?? 'the ledger has no line for it' });
      continue;
    }
    const before = operationIn(old, id);
    if (before === undefined) {
      left.push({ legacy: id, because: 'OpenAPI cannot say its address' });
      continue;
    }
    for (const to of placeOf(line)) {
      const after = operationIn(next, to);
      if (after === undefined) {
        left.push({ legacy: id, because: `the document of the target does not hold ${to}` });
        continue;
      }
      const credentials = credentialsFrom(
        access,
        target.api.endpoints.find((each) => each.id === to)?.access,
      );
      const change = callChange(id, to, { old, before, next, after });
      calls.push({ ...change, ...(credentials !== undefined && { credentials }) });
    }
  }
  return { calls, left };
}

interface Pair {
  readonly old: JsonRecord;
  readonly before: JsonRecord;
  readonly next: JsonRecord;
  readonly after: JsonRecord;
}

/** What readers know of the answers of old code is seldom a status: what is not known is not compared. */
function answersOf(before: JsonRecord, after: JsonRecord): unknown {
  const known = isRecord(before['responses']) ? Object.entries(before['responses']) : [];
  const told = known.filter(([status]) => /^\d{3}$/.test(status));
  return told.length === 0 ? after['responses'] : Object.fromEntries(told);
}

/** The document of old code names a bearer token where it holds a session: said in words instead. */
function credentialsFrom(before: Access, after: Access | undefined): string | undefined {
  if (after === 'public') return before === 'public' ? undefined : 'nobody has to be known any more';
  if (after === undefined) return undefined;
  switch (before) {
    case 'guarded':
      return 'an access token in place of the session';
    case 'public':
      return 'an access token, where nobody had to be known';
    case 'unknown':
      return 'an access token; whether somebody had to be known was not found out';
  }
}

function callChange(legacy: string, target: string, { old, before, next, after }: Pair): CallChange {
  const [method = '', path = ''] = target.split(' ');
  const moved = movedParameters(before, after);
  const alone = (document: JsonRecord, operation: JsonRecord): JsonRecord => ({
    ...document,
    servers: [],
    paths: { [path]: { [method.toLowerCase()]: operation } },
  });
  const lifted = {
    ...before,
    parameters: parametersOf(before).map((each) => movedTo(each, moved)),
    responses: answersOf(before, after),
  };
  const changes = gatherChanges(
    compareOpenApi(located(alone(old, lifted)), located(alone(next, after))),
  ).filter(({ id, severity }) => severity !== 'compatible' && !ofTheDocument.test(id));
  return {
    legacy,
    target,
    moved: [...moved].map(
      ([name, { from, to, as }]) => `\`${name}\` of the ${from} is \`${as}\` of the ${to}`,
    ),
    changes,
  };
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly as: string;
}

/** The same name in another place; the only one in the path stands for `id`, whatever it is called there. */
function movedParameters(before: JsonRecord, after: JsonRecord): ReadonlyMap<string, Move> {
  const moved = new Map<string, Move>();
  const inPath = parametersOf(after).filter((each) => each['in'] === 'path');
  for (const each of parametersOf(before)) {
    const name = String(each['name']);
    const from = String(each['in']);
    const same = parametersOf(after).find((other) => other['name'] === name);
    const only = name === 'id' && same === undefined && inPath.length === 1 ? inPath[0] : undefined;
    const meant = same ?? only;
    const to = String(meant?.['in']);
    if (meant !== undefined && to !== from) moved.set(name, { from, to, as: String(meant['name']) });
  }
  return moved;
}

function movedTo(parameter: JsonRecord, moved: ReadonlyMap<string, Move>): JsonRecord {
  const move = moved.get(String(parameter['name']));
  return move === undefined
    ? parameter
    : { ...parameter, in: move.to, name: move.as, ...(move.to === 'path' && { required: true }) };
}

const parametersOf = (operation: JsonRecord): readonly JsonRecord[] => {
  const list: unknown = operation['parameters'];
  return Array.isArray(list) ? list.filter(isRecord) : [];
};

function parsed(text: string): JsonRecord {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
}

const shape = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}');

/** Parameters may have one name in a document for all endpoints that share a path. */
function operationIn(document: JsonRecord, id: string): JsonRecord | undefined {
  const [method = '', path = ''] = id.split(' ');
  const paths = document['paths'];
  if (!isRecord(paths)) return undefined;
  const found = Object.keys(paths).find((each) => shape(each) === shape(path));
  const item = found === undefined ? undefined : paths[found];
  const operation = isRecord(item) ? item[method.toLowerCase()] : undefined;
  return isRecord(operation) ? operation : undefined;
}
