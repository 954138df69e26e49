import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import { child, elements, fixedMembers, flag, rawChild, text } from '../located.ts';
import type { Located } from '../located.ts';
import { pairBy } from '../pairing.ts';
import { schemaComparer } from '../schema/compare.ts';
import { bodyChanges } from './bodies.ts';
import { openApiChecks as checks } from './checks.ts';
import type { Context } from './context.ts';
import { parameterChanges } from './parameters.ts';
import { operationsOf, pairPaths, pathItems } from './paths.ts';
import type { Operation, PathItem } from './paths.ts';
import { responseChanges } from './responses.ts';
import { credentialChanges, credentialsOf, schemeChanges } from './security.ts';

/** What clients of an OpenAPI document meet when the next one takes its place. */
export function compareOpenApi(old: Located, next: Located): readonly Change[] {
  const context: Context = { old, next, compare: schemaComparer(), where: [], isTurned: false };
  const { pairs, gone, come } = pairPaths(pathItems(old), pathItems(next));
  return [
    ...gone.map((path) =>
      changed(checks.pathRemoved, `The path ${path.path} is gone.`, {
        old: path.item.pointer,
        where: operationsOf(path).map(({ name }) => name),
      }),
    ),
    ...come.map((path) =>
      changed(checks.pathAdded, `The path ${path.path} is new.`, {
        new: path.item.pointer,
        where: operationsOf(path).map(({ name }) => name),
      }),
    ),
    ...pairs.flatMap(([before, after]) => pathChanges(before, after, context)),
    ...webhookChanges(context),
    ...schemeChanges(context),
    ...serverChanges(context),
  ];
}

function pathChanges(old: PathItem, next: PathItem, context: Context): readonly Change[] {
  const { pairs, gone, come } = pairBy(operationsOf(old), operationsOf(next), ({ method }) => method);
  const renamed =
    old.names.join('/') === next.names.join('/')
      ? []
      : [
          changed(checks.pathParameterRenamed, `${old.path} is written ${next.path} now.`, {
            old: old.item.pointer,
            new: next.item.pointer,
            where: pairs.map(([, { name }]) => name),
          }),
        ];
  return [
    ...renamed,
    ...gone.map(({ name, operation }) => {
      const announced = flag(operation, 'deprecated') ? ' It was marked deprecated.' : '';
      return changed(checks.operationRemoved, `${name} is gone.${announced}`, {
        old: operation.pointer,
        where: [name],
      });
    }),
    ...come.map(({ name, operation }) =>
      changed(checks.operationAdded, `${name} is new.`, { new: operation.pointer, where: [name] }),
    ),
    ...pairs.flatMap(([before, after]) => operationChanges(before, after, context)),
  ];
}

function operationChanges(old: Operation, next: Operation, outer: Context): readonly Change[] {
  const context = { ...outer, where: [next.name] };
  return [
    ...nameChanges(old.operation, next.operation, context.where),
    ...parameterChanges(old, next, context),
    ...bodyChanges(child(old.operation, 'requestBody'), child(next.operation, 'requestBody'), context),
    ...responseChanges(old.operation, next.operation, context),
    ...(context.isTurned
      ? []
      : credentialChanges(
          credentialsOf(old.operation, outer.old),
          credentialsOf(next.operation, outer.next),
          context.where,
        )),
    ...callbackChanges(old.operation, next.operation, context),
  ];
}

function nameChanges(old: Located, next: Located, where: readonly string[]): readonly Change[] {
  const places = { old: old.pointer, new: next.pointer, where };
  const changes: Change[] = [];
  const [before, after] = [text(old, 'operationId'), text(next, 'operationId')];
  if (before !== after)
    changes.push(
      before === undefined
        ? changed(checks.operationIdAdded, `The operation is called \`${after}\` now.`, places)
        : after === undefined
          ? changed(checks.operationIdRemoved, `The operation is no longer called \`${before}\`.`, places)
          : changed(
              checks.operationIdRenamed,
              `The operation is called \`${after}\` instead of \`${before}\`.`,
              places,
            ),
    );
  const [was, is] = [flag(old, 'deprecated'), flag(next, 'deprecated')];
  if (!was && is)
    changes.push(changed(checks.operationDeprecated, 'The operation is marked deprecated.', places));
  if (was && !is)
    changes.push(changed(checks.operationReactivated, 'The operation is no longer deprecated.', places));
  const tags = (at: Located): readonly string[] =>
    elements(child(at, 'tags')).map(({ value }) => String(value));
  const lost = tags(old).filter((tag) => !tags(next).includes(tag));
  if (lost.length > 0)
    changes.push(changed(checks.tagRemoved, `The tag ${lost.join(', ')} is gone.`, places));
  return changes;
}

/** Requests that the server makes: what the client receives is the body, what it answers is the response. */
function turnedChanges(old: Located, next: Located, name: string, outer: Context): readonly Change[] {
  const path = (item: Located): PathItem => ({ path: name, item, names: [] });
  return pathChanges(path(old), path(next), { ...outer, isTurned: true });
}

function callbackChanges(old: Located, next: Located, context: Context): readonly Change[] {
  const callbacks = (at: Located) =>
    fixedMembers(child(at, 'callbacks')).flatMap(([name, item]) =>
      fixedMembers(item).map(([url, path]) => ({ name, url, path })),
    );
  const { where } = context;
  const { pairs, gone, come } = pairBy(callbacks(old), callbacks(next), ({ name, url }) => `${name} ${url}`);
  return [
    ...gone.map(({ name, path }) =>
      changed(checks.callbackRemoved, `The callback \`${name}\` is gone.`, { old: path.pointer, where }),
    ),
    ...come.map(({ name, path }) =>
      changed(checks.callbackAdded, `The callback \`${name}\` is new.`, { new: path.pointer, where }),
    ),
    ...pairs.flatMap(([before, after]) => turnedChanges(before.path, after.path, before.name, context)),
  ];
}

function webhookChanges(context: Context): readonly Change[] {
  const webhooks = (root: Located) =>
    fixedMembers(child(root, 'webhooks') ?? rawChild(root, 'x-webhooks')).map(([name, item]) => ({
      name,
      item,
    }));
  const { pairs, gone, come } = pairBy(webhooks(context.old), webhooks(context.next), ({ name }) => name);
  return [
    ...gone.map(({ name, item }) =>
      changed(checks.webhookRemoved, `The webhook \`${name}\` is gone.`, {
        old: item.pointer,
        where: [name],
      }),
    ),
    ...come.map(({ name, item }) =>
      changed(checks.webhookAdded, `The webhook \`${name}\` is new.`, { new: item.pointer, where: [name] }),
    ),
    ...pairs.flatMap(([before, after]) => turnedChanges(before.item, after.item, before.name, context)),
  ];
}

function serverChanges({ old, next }: Context): readonly Change[] {
  const servers = (root: Located) =>
    elements(child(root, 'servers')).map((at) => ({ url: (text(at, 'url') ?? '').replace(/\/$/, ''), at }));
  const { gone, come } = pairBy(servers(old), servers(next), ({ url }) => url);
  return [
    ...gone.map(({ url, at }) =>
      changed(checks.serverRemoved, `The base URL ${url || '/'} is gone.`, { old: at.pointer, where: [] }),
    ),
    ...come.map(({ url, at }) =>
      changed(checks.serverAdded, `The base URL ${url || '/'} is new.`, { new: at.pointer, where: [] }),
    ),
  ];
}
