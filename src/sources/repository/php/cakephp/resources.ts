import type { Method } from '../../../../model/api.ts';
import { methodsNamed } from '../methods.ts';
import { entryOf, textOf, textsOf } from '../value.ts';
import type { Arguments, PhpValue, Site } from '../value.ts';
import { cakePath, within } from './cakephp.ts';
import { dashed } from './routes.ts';
import type { Context, Scope } from './routes.ts';
import { joinBelow } from '../paths.ts';

export const actions: readonly (readonly [name: string, methods: readonly Method[], tail: string])[] = [
  ['index', ['GET'], ''],
  ['add', ['POST'], ''],
  ['view', ['GET'], '/{id}'],
  ['edit', ['PUT', 'PATCH'], '/{id}'],
  ['delete', ['DELETE'], '/{id}'],
];

export function resources(context: Context, scope: Scope, args: Arguments, site: Site): PhpValue {
  const name = textOf(args[0]?.value) ?? '';
  const options = args.find(({ value }) => value.kind === 'array')?.value;
  const base = joinBelow(scope.prefix, {
    text: textOf(entryOf(options, 'path')) ?? dashed(name),
    resolved: true,
  });
  const only = textsOf(entryOf(options, 'only'));
  const renamed = entryOf(options, 'actions');
  for (const [action, methods, tail] of actions) {
    const short = action === 'add' ? 'create' : action === 'edit' ? 'update' : action;
    if (only.length > 0 && !only.includes(action) && !only.includes(short)) continue;
    context.found.push({
      methods,
      path: { ...base, text: `${base.text}${tail}` },
      controller: name,
      action: textOf(entryOf(renamed, short)) ?? action,
      scope,
      site,
    });
  }
  for (const entry of itemsOfMap(entryOf(options, 'map'))) {
    const path = textOf(entryOf(entry.value, 'path')) ?? entry.key;
    context.found.push({
      methods: methodsNamed(textsOf(entryOf(entry.value, 'method'))),
      path: joinBelow(base, { text: cakePath(path), resolved: true }),
      controller: name,
      action: textOf(entryOf(entry.value, 'action')) ?? entry.key,
      scope,
      site,
    });
  }
  const parent = dashed(name).replace(/s$/, '');
  return within(context, { ...scope, prefix: { ...base, text: `${base.text}/{${parent}_id}` } }, args);
}

const itemsOfMap = (
  value: PhpValue | undefined,
): readonly { readonly key: string; readonly value: PhpValue }[] =>
  value?.kind === 'array'
    ? value.entries.flatMap((entry) =>
        entry.key === undefined ? [] : [{ key: entry.key, value: entry.value }],
      )
    : [];
