import type { DefElem, Node } from 'libpg-query';

/** `WITH (name = value)` and the options of CREATE statements, as the parser lists them. */
export const optionsOf = (nodes: readonly Node[] | undefined): readonly DefElem[] =>
  (nodes ?? []).flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));

export const optionNamed = (nodes: readonly Node[] | undefined, name: string): DefElem | undefined =>
  optionsOf(nodes).findLast(({ defname }) => defname === name);

/** The text of an option's value; undefined when it has none. */
export function optionText(arg: Node | undefined): string | undefined {
  if (arg === undefined) return undefined;
  if ('String' in arg) return arg.String.sval ?? '';
  if ('Integer' in arg) return String(arg.Integer.ival ?? 0);
  if ('Float' in arg) return arg.Float.fval ?? '0';
  return 'Boolean' in arg ? String(arg.Boolean.boolval === true) : undefined;
}

/** `on`, `true`, `yes`, `1`, or the bare name. */
export const isOn = (option: DefElem | undefined): boolean =>
  option !== undefined && /^(on|true|yes|1)$/i.test(optionText(option.arg) ?? 'true');

/** Every node below, in the order of the tree. Depth is that of the parser's tree, which is bounded by its own. */
export function eachObject(value: unknown, visit: (object: Readonly<Record<string, unknown>>) => void): void {
  if (Array.isArray(value)) for (const item of value) eachObject(item, visit);
  else if (isObject(value)) {
    visit(value);
    for (const part of Object.values(value)) eachObject(part, visit);
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
