import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import { child, isRecord, rawChild, text } from '../located.ts';
import type { Located } from '../located.ts';
import { pairBy } from '../pairing.ts';
import { sameParts } from '../equal.ts';
import { areas, changeOf } from '../schema/areas.ts';
import type { SchemaComparer } from '../schema/compare.ts';
import type { Message } from './application.ts';
import { asyncApiChecks as checks } from './checks.ts';

export interface MessageContext {
  readonly compare: SchemaComparer;
  readonly action: 'send' | 'receive';
  readonly where: readonly string[];
  readonly contentTypes: { readonly old: string; readonly next: string };
}

/** Messages of one name are compared; a single one that was renamed is still the message of its channel. */
export function messagesChanges(
  old: readonly Message[],
  next: readonly Message[],
  context: MessageContext,
): readonly Change[] {
  const named = pairBy(old, next, ({ name }) => name);
  const [gone, come] = [named.gone.at(0), named.come.at(0)];
  const isRename =
    gone !== undefined &&
    come !== undefined &&
    named.gone.length + named.come.length === 2 &&
    old.length === 1;
  const pairs = isRename ? [...named.pairs, [gone, come] as const] : named.pairs;
  const isSent = context.action === 'send';
  const { where } = context;
  const told = ({ name }: Message): string => (name === '' ? 'A message' : `The message \`${name}\``);
  return [
    ...pairs.flatMap(([before, after]) => messageChanges(before.at, after.at, context)),
    ...(isRename ? [] : named.gone).map((each) =>
      changed(
        isSent ? checks.sentMessageRemoved : checks.receivedMessageRemoved,
        `${told(each)} is no longer ${isSent ? 'sent' : 'taken'}.`,
        { old: each.at.pointer, where },
      ),
    ),
    ...(isRename ? [] : named.come).map((each) =>
      changed(
        isSent ? checks.sentMessageAdded : checks.receivedMessageAdded,
        `${told(each)} is ${isSent ? 'sent' : 'taken'} as well.`,
        { new: each.at.pointer, where },
      ),
    ),
  ];
}

function messageChanges(old: Located, next: Located, context: MessageContext): readonly Change[] {
  const { where, contentTypes } = context;
  const places = { old: old.pointer, new: next.pointer, where };
  const [was, is] = [
    text(old, 'contentType') ?? contentTypes.old,
    text(next, 'contentType') ?? contentTypes.next,
  ];
  const [from, to] = [correlationOf(old), correlationOf(next)];
  return [
    ...(was === is
      ? []
      : [
          changed(
            checks.contentTypeChanged,
            `The content type is ${is || 'not said'} instead of ${was || 'not said'}.`,
            places,
          ),
        ]),
    ...(from === to
      ? []
      : [
          changed(
            checks.correlationChanged,
            `The correlation id is at ${to || 'no place'} instead of ${from || 'no place'}.`,
            places,
          ),
        ]),
    ...payloadChanges(old, next, context),
    ...headersChanges(old, next, context),
    ...bindingChanges(old, next, where),
  ];
}

const correlationOf = (message: Located): string => text(child(message, 'correlationId'), 'location') ?? '';

interface Payload {
  readonly format: string;
  readonly schema: Located | undefined;
}

/** AsyncAPI 3 may wrap the schema together with its language; AsyncAPI 2 names the language at the message. */
function payloadOf(message: Located): Payload {
  const payload = rawChild(message, 'payload');
  const resolved = child(message, 'payload');
  const format = text(resolved, 'schemaFormat') ?? text(message, 'schemaFormat') ?? '';
  const isWrapped = resolved !== undefined && isRecord(resolved.value) && 'schemaFormat' in resolved.value;
  return { format, schema: isWrapped ? rawChild(resolved, 'schema') : payload };
}

/** AsyncAPI's own schemas, JSON Schema and OpenAPI's are compared alike. */
const isJsonSchema = (format: string): boolean =>
  format === '' || /asyncapi|schema\+(json|yaml)|openapi/.test(format);

function payloadChanges(old: Located, next: Located, context: MessageContext): readonly Change[] {
  const [before, after] = [payloadOf(old), payloadOf(next)];
  const { where, action, compare } = context;
  const places = { old: before.schema?.pointer, new: after.schema?.pointer, where };
  if (isJsonSchema(before.format) && isJsonSchema(after.format)) {
    const area = action === 'send' ? areas.sentPayload : areas.receivedPayload;
    return compare(before.schema, after.schema, area.side).map((fact) => changeOf(fact, area, where));
  }
  if (before.format !== after.format)
    return [
      changed(
        checks.schemaFormatChanged,
        `The payload is described in ${after.format || 'JSON Schema'} instead of ${before.format || 'JSON Schema'}.`,
        places,
      ),
    ];
  return sameParts(before.schema, after.schema)
    ? []
    : [changed(checks.foreignSchemaChanged, `The ${after.format} schema differs.`, places)];
}

function headersChanges(
  old: Located,
  next: Located,
  { action, compare, where }: MessageContext,
): readonly Change[] {
  const area = action === 'send' ? areas.sentHeaders : areas.receivedHeaders;
  return compare(rawChild(old, 'headers'), rawChild(next, 'headers'), area.side).map((fact) =>
    changeOf(fact, area, where),
  );
}

export function bindingChanges(old: Located, next: Located, where: readonly string[]): readonly Change[] {
  const [before, after] = [child(old, 'bindings'), child(next, 'bindings')];
  const protocols = new Set(
    [before, after].flatMap((each) =>
      each !== undefined && isRecord(each.value) ? Object.keys(each.value) : [],
    ),
  );
  const at = (bindings: Located | undefined, protocol: string): Located | undefined =>
    bindings === undefined ? undefined : child(bindings, protocol);
  return [...protocols].flatMap((protocol) => {
    const [one, other] = [at(before, protocol), at(after, protocol)];
    return sameParts(one, other)
      ? []
      : [
          changed(checks.bindingChanged, `The binding to ${protocol} says something else.`, {
            old: one?.pointer ?? old.pointer,
            new: other?.pointer ?? next.pointer,
            where,
          }),
        ];
  });
}
