import { siteOf } from '../javascript/machine.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import { dottedName, walk } from '../javascript/syntax.ts';
import type { Site, Value } from '../javascript/value.ts';
import { unknown } from '../javascript/value.ts';
import { kindByName } from './guards.ts';
import { settingUp } from './handler-checks.ts';
import type { Given } from './routing.ts';

/** The statement that exports a name. */
export function exportSite(file: ParsedFile, name: string): Site {
  const found = file.program.body.find(
    (item) =>
      item.type === 'ExportNamedDeclaration' &&
      new RegExp(`\\b${name}\\b`).test(file.text.slice(item.start, Math.min(item.end, item.start + 400))),
  );
  return siteOf(file, found ?? file.program);
}

/** `export const GET = withUser(handler)`: the wrapper stands before the handler. */
export function wrapperOf(value: Value, site: Site): readonly Given[] {
  const name =
    value.kind === 'function'
      ? value.maker?.name
      : value.kind === 'result'
        ? value.callee.path.split('.').at(-1)
        : undefined;
  const kind = name === undefined || settingUp.test(name) ? undefined : kindByName(name);
  if (name === undefined || (kind !== 'authentication' && kind !== 'authorisation')) return [];
  return [{ value: unknown('a wrapper of the handler'), site, conditional: false, written: name }];
}

/** A handler that calls something named like a check: whether it keeps callers out is open. */
export function callsCheck(value: Value, site: Site): readonly Given[] {
  if (value.kind !== 'function') return [];
  const names = new Set<string>();
  walk(value.node, (node) => {
    if (node.type !== 'CallExpression') return;
    const name = dottedName(node.callee)?.split('.').at(-1);
    const kind = name === undefined ? undefined : kindByName(name);
    if (name !== undefined && (kind === 'authentication' || kind === 'authorisation')) names.add(name);
  });
  return [...names].map((written) => ({
    value: unknown('a check inside the handler'),
    site,
    conditional: true,
    written,
  }));
}
