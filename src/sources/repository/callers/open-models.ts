import type { TextFile } from '../gather.ts';
import type { World } from './frame.ts';

/** Models of pydantic that take fields which they do not declare; where several go by one name, that of the file counts. */
export function openModels(files: ReadonlyMap<string, TextFile>): World['isOpen'] {
  const open = new Set<string>();
  const declared = new Map<string, Set<string>>();
  for (const [file, { text }] of files) {
    if (!file.endsWith('.py')) continue;
    for (const [, name = ''] of text.matchAll(/^class (\w+)\(/gm))
      declared.set(name, (declared.get(name) ?? new Set<string>()).add(file));
    if (!takesMore.test(text)) continue;
    let name = '';
    for (const line of text.split('\n')) {
      name = /^class (\w+)/.exec(line)?.[1] ?? (/^\w/.test(line) ? '' : name);
      if (name !== '' && takesMore.test(line)) open.add(`${file}#${name}`);
    }
  }
  return (name, file) => {
    const own = declared.get(name);
    if (own === undefined) return false;
    const where = own.has(file) ? [file] : [...own];
    return where.every((each) => open.has(`${each}#${name}`));
  };
}

const takesMore = /\bextra\s*=\s*(?:Extra\.allow|["']allow["'])/;
