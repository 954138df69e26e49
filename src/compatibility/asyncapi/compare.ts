import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import {
  child,
  elements,
  fixedMembers,
  isRecord,
  members,
  nameAt,
  rawChild,
  resolve,
  text,
} from '../located.ts';
import type { Located } from '../located.ts';
import { pairBy } from '../pairing.ts';
import { credentialChanges, schemeChanges } from '../openapi/security.ts';
import type { Credentials, Requirement } from '../openapi/security.ts';
import { areas, changeOf } from '../schema/areas.ts';
import { schemaComparer } from '../schema/compare.ts';
import type { SchemaComparer } from '../schema/compare.ts';
import { applicationOf, messagesOf3 } from './application.ts';
import type { Channel, Exchange } from './application.ts';
import { asyncApiChecks as checks } from './checks.ts';
import { bindingChanges, messagesChanges } from './messages.ts';
import type { MessageContext } from './messages.ts';

/** What producers and consumers meet when the next description of an application takes the place of the old one. */
export function compareAsyncApi(old: Located, next: Located): readonly Change[] {
  const [before, after] = [applicationOf(old), applicationOf(next)];
  const compare = schemaComparer();
  const byAddress = pairBy(before.channels, after.channels, ({ address }) => template(address));
  const byKey = pairBy(byAddress.gone, byAddress.come, ({ key }) => key);
  const pairs = [...byAddress.pairs, ...byKey.pairs];
  const contentTypes = {
    old: text(old, 'defaultContentType') ?? '',
    next: text(next, 'defaultContentType') ?? '',
  };
  const counterpart = new Map(pairs.map(([one, other]) => [other.key, one.key]));
  const exchanges = pairExchanges(before.exchanges, after.exchanges, ({ action, channel }, isOld) => {
    const key = isOld ? channel.key : (counterpart.get(channel.key) ?? ` ${channel.key}`);
    return `${action} ${key}`;
  });
  const gone = new Set(byKey.gone.map(({ key }) => key));
  const come = new Set(byKey.come.map(({ key }) => key));
  return [
    ...byKey.gone.map(({ address, at }) =>
      changed(checks.channelRemoved, `The channel ${address} is gone.`, {
        old: at.pointer,
        where: [address],
      }),
    ),
    ...byKey.come.map(({ address, at }) =>
      changed(checks.channelAdded, `The channel ${address} is new.`, { new: at.pointer, where: [address] }),
    ),
    ...pairs.flatMap(([one, other]) => channelChanges(one, other, compare)),
    ...exchanges.gone
      .filter(({ channel }) => !gone.has(channel.key))
      .map((each) =>
        changed(checks.exchangeRemoved, `The application no longer ${verb(each)} ${each.channel.address}.`, {
          old: each.at.pointer,
          where: [nameOf(each)],
        }),
      ),
    ...exchanges.come
      .filter(({ channel }) => !come.has(channel.key))
      .map((each) =>
        changed(checks.exchangeAdded, `The application ${verb(each)} ${each.channel.address}.`, {
          new: each.at.pointer,
          where: [nameOf(each)],
        }),
      ),
    ...exchanges.pairs.flatMap(([one, other]) =>
      exchangeChanges(one, other, { compare, contentTypes, action: one.action, where: [nameOf(other)] }),
    ),
    ...schemeChanges({ old, next }),
    ...serverChanges(old, next),
  ];
}

const template = (address: string): string => address.replace(/\{[^{}]*\}/g, '{}');
const verb = ({ action }: Exchange): string => (action === 'send' ? 'sends on' : 'reads from');
const nameOf = ({ action, channel }: Exchange): string => `${action} ${channel.address}`;

/** By channel and direction, then by name where a channel has several operations of one direction. */
function pairExchanges(
  old: readonly Exchange[],
  next: readonly Exchange[],
  keyOf: (each: Exchange, isOld: boolean) => string,
) {
  const keyed = (list: readonly Exchange[], isOld: boolean) =>
    list.map((each) => ({ each, key: keyOf(each, isOld) }));
  const [before, after] = [keyed(old, true), keyed(next, false)];
  const byName = pairBy(before, after, ({ each, key }) => `${key} ${each.name}`);
  const rest = pairBy(byName.gone, byName.come, ({ key }) => key);
  return {
    pairs: [...byName.pairs, ...rest.pairs].map(([one, other]) => [one.each, other.each] as const),
    gone: rest.gone.map(({ each }) => each),
    come: rest.come.map(({ each }) => each),
  };
}

function channelChanges(old: Channel, next: Channel, compare: SchemaComparer): readonly Change[] {
  const where = [next.address];
  const places = { old: old.at.pointer, new: next.at.pointer, where };
  const address =
    old.address === next.address
      ? []
      : template(old.address) === template(next.address)
        ? [changed(checks.channelParameterRenamed, `${old.address} is written ${next.address} now.`, places)]
        : [
            changed(
              checks.channelAddressChanged,
              `The address is ${next.address} instead of ${old.address}.`,
              places,
            ),
          ];
  return [...address, ...parameterChanges(old, next, compare), ...bindingChanges(old.at, next.at, where)];
}

/** Parameters by their place in the address; AsyncAPI 3 writes the values beside the description, 2 as a schema. */
function parameterChanges(old: Channel, next: Channel, compare: SchemaComparer): readonly Change[] {
  const named = ({ address, at }: Channel) => {
    const known = new Map(members(child(at, 'parameters')));
    return [...address.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => {
      const parameter = known.get(name);
      return parameter === undefined ? undefined : (rawChild(parameter, 'schema') ?? parameter);
    });
  };
  if (template(old.address) !== template(next.address)) return [];
  const [before, after] = [named(old), named(next)];
  return before.flatMap((one, at) =>
    compare(one, after[at], 'request', true).map((fact) => changeOf(fact, areas.parameter, [next.address])),
  );
}

function exchangeChanges(old: Exchange, next: Exchange, context: MessageContext): readonly Change[] {
  const { where } = context;
  const places = { old: old.at.pointer, new: next.at.pointer, where };
  return [
    ...(old.name === next.name || old.name === '' || next.name === ''
      ? []
      : [
          changed(
            checks.exchangeRenamed,
            `The operation is called \`${next.name}\` instead of \`${old.name}\`.`,
            places,
          ),
        ]),
    ...messagesChanges(old.messages, next.messages, context),
    ...replyChanges(old, next, context),
    ...credentialChanges(credentials(old.at), credentials(next.at), where),
    ...(old.at.pointer === old.channel.at.pointer ? [] : bindingChanges(old.at, next.at, where)),
  ];
}

function replyChanges(old: Exchange, next: Exchange, context: MessageContext): readonly Change[] {
  const [before, after] = [child(old.at, 'reply'), child(next.at, 'reply')];
  if (before === undefined || after === undefined) return [];
  const messages = (reply: Located) => messagesOf3(reply, child(reply, 'channel') ?? reply);
  const action = context.action === 'send' ? 'receive' : 'send';
  return messagesChanges(messages(before), messages(after), { ...context, action });
}

/** AsyncAPI 2 lists requirements as OpenAPI does; AsyncAPI 3 refers to the schemes, each one alternative. */
function credentials(holder: Located): Credentials {
  const list = rawChild(holder, 'security');
  const alternatives = elements(list).map((scheme, index): Requirement => {
    const raw = list === undefined ? undefined : rawChild(list, String(index));
    const ref = raw !== undefined && isRecord(raw.value) ? raw.value['$ref'] : undefined;
    const scopes = (value: unknown): ReadonlySet<string> =>
      new Set(Array.isArray(value) ? value.map(String) : []);
    if (typeof ref === 'string' || text(scheme, 'type') !== undefined)
      return new Map([
        [
          typeof ref === 'string' ? nameAt(ref) : (text(scheme, 'type') ?? ''),
          scopes(child(scheme, 'scopes')?.value),
        ],
      ]);
    return new Map(
      isRecord(scheme.value)
        ? Object.entries(scheme.value).map(([name, value]) => [name, scopes(value)])
        : [],
    );
  });
  return {
    alternatives: alternatives.length === 0 ? [new Map()] : alternatives,
    pointer: list?.pointer ?? holder.pointer,
  };
}

function serverChanges(old: Located, next: Located): readonly Change[] {
  const servers = (root: Located) =>
    fixedMembers(child(root, 'servers')).map(([name, at]) => ({ name, at: resolve(at) }));
  const { pairs, gone, come } = pairBy(servers(old), servers(next), ({ name }) => name);
  return [
    ...gone.map(({ name, at }) =>
      changed(checks.serverRemoved, `The server \`${name}\` is gone.`, { old: at.pointer, where: [] }),
    ),
    ...come.map(({ name, at }) =>
      changed(checks.serverAdded, `The server \`${name}\` is new.`, { new: at.pointer, where: [] }),
    ),
    ...pairs.flatMap(([one, other]) => {
      const places = { old: one.at.pointer, new: other.at.pointer, where: [`server ${other.name}`] };
      const [from, to] = [addressOf(one.at), addressOf(other.at)];
      return [
        ...(from === to
          ? []
          : [
              changed(
                checks.serverChanged,
                `The server \`${other.name}\` is ${to} instead of ${from}.`,
                places,
              ),
            ]),
        ...credentialChanges(credentials(one.at), credentials(other.at), places.where),
        ...bindingChanges(one.at, other.at, places.where),
      ];
    }),
  ];
}

/** `kafka://host:9092/path`, whichever way it is written. */
function addressOf(server: Located): string {
  const protocol = text(server, 'protocol') ?? '';
  const url = (text(server, 'url') ?? '').replace(/^[a-z+]+:\/\//, '');
  return `${protocol}://${url === '' ? `${text(server, 'host') ?? ''}${text(server, 'pathname') ?? ''}` : url}`;
}
