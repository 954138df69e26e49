import { special } from './special-names.ts';

/** `<x-alert :message="$text" :$level />`: a template of its own that is given what the tag names. */
export function bladeComponent(name: string, attributes: string): string {
  if (/^(slot|dynamic-component)\b/.test(name)) return '';
  const given = [...attributes.matchAll(/(?<![\w:])::?(?:\$(\w+)|([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'))/g)];
  const fields = given.flatMap(([whole, short, long = '', double, single]) => {
    if (whole.startsWith('::')) return [];
    if (short !== undefined) return [`'${short}' => $${short}`];
    const value = double ?? single ?? '';
    return value.trim() === '' ? [] : [`'${camelCase(long)}' => (${value})`];
  });
  return fields.length === 0
    ? ''
    : `${special.part}('components.${name.replace(/^.*::/, '')}', [${fields.join(', ')}]);`;
}

const camelCase = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
