import type { Repository, TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { lineAt } from '../lines.ts';
import type { KeyMention, ValueType } from './keys.ts';

/**
 * Fields of classes that pydantic fills from the environment: the name of a field, with the prefix of the class, is
 * that of the variable in capitals.
 */
export function settingsClasses(repository: Repository): readonly KeyMention[] {
  return [...repository.files.values()].flatMap((file) =>
    file.path.endsWith('.py') && file.text.includes('BaseSettings') && !isTestFile(file.path, [])
      ? classesIn(file)
      : [],
  );
}

const classLine = /^class\s+(\w+)\(([^)\n]{0,200})\):[^\n]*\n((?:[ \t]+[^\n]*\n|\s*\n)*)/gm;

function classesIn({ path, text }: TextFile): readonly KeyMention[] {
  /** Classes of settings with their prefixes, which those that extend them inherit. */
  const prefixes = new Map([['BaseSettings', '']]);
  const found: KeyMention[] = [];
  for (const match of `${text}\n`.matchAll(classLine)) {
    const [whole, name = '', bases = '', body = ''] = match;
    const base = bases
      .split(',')
      .map((each) => each.trim().replace(/^\w+\./, ''))
      .find((each) => prefixes.has(each));
    if (base === undefined) continue;
    const prefix = /env_prefix["']?\s*[=:]\s*["'](\w*)["']/.exec(body)?.[1] ?? prefixes.get(base) ?? '';
    prefixes.set(name, prefix);
    const start = match.index + whole.length - body.length;
    const indent = /^[ \t]+/.exec(body)?.[0] ?? '    ';
    const field = new RegExp(
      String.raw`^${indent}([a-zA-Z]\w*)\s*:\s*([^=\n#]+?)\s*(?:=\s*([^\n#]+?)\s*)?(?:#.*)?$`,
      'gm',
    );
    for (const [line, key = '', type = '', value] of matchesOf(body, field)) {
      if (/^(model_config|ClassVar)/.test(key) || /ClassVar/.test(type)) continue;
      const kind = typeOf(type);
      const fallback = /^(?:["']([^"'\n]*)["']|(-?\d+(?:\.\d+)?|True|False))$/.exec(value ?? '');
      const told = fallback?.[1] ?? fallback?.[2];
      found.push({
        key: `${prefix}${key}`.toUpperCase(),
        ...(kind === undefined ? {} : { type: kind }),
        ...(told === undefined || told === '' ? {} : { fallback: told.slice(0, 80) }),
        origin: { kind: 'read', file: path, line: lineAt(text, start + line) },
      });
    }
  }
  return found;
}

const matchesOf = (
  body: string,
  pattern: RegExp,
): readonly (readonly [number, string, string, string | undefined])[] =>
  [...body.matchAll(pattern)].map((match) => [
    match.index + match[0].search(/\S/),
    match[1] ?? '',
    match[2] ?? '',
    match[3],
  ]);

function typeOf(annotation: string): ValueType | undefined {
  const name = annotation.replace(/^Optional\[|\s*\|\s*None/g, '');
  if (/^(int|float|PositiveInt|NonNegativeInt)\b/.test(name)) return 'number';
  if (/^bool\b/.test(name)) return 'boolean';
  if (/^(AnyUrl|AnyHttpUrl|HttpUrl|PostgresDsn|RedisDsn)\b/.test(name)) return 'url';
  return /^timedelta\b/.test(name) ? 'duration' : undefined;
}
