import type { Repository } from '../gather.ts';

/** A source that names the settings of its application itself instead of `application`: `spring.config.name`. */
export interface ConfigName {
  readonly file: string;
  readonly name: string;
}

const key = 'spring.config.name';
const written = /spring\.config\.name\s*[=:]\s*([\w,-]+)|"spring\.config\.name"\s*(?:,|to)\s*"([\w,-]+)"/g;
const constant = /\b(\w+)\s*(?::\s*String\s*)?=\s*"-*spring\.config\.name(?:=)?"/g;

export function configNames(repository: Repository): readonly ConfigName[] {
  const found: ConfigName[] = [];
  for (const { path, text } of repository.files.values()) {
    if (!/\.(java|kt)$/.test(path) || !text.includes(key)) continue;
    const names = [...text.matchAll(written)].map(([, one, other]) => one ?? other ?? '');
    for (const [, of = ''] of text.matchAll(constant)) names.push(...joinedTo(text, of));
    for (const name of names.flatMap((each) => each.split(',')))
      if (name !== '') found.push({ file: path, name });
  }
  return found;
}

/** `KEY + "=" + "shop"` and `KEY + "=shop"`. */
function joinedTo(text: string, of: string): readonly string[] {
  const sum = new RegExp(`\\b${of}\\s*\\+\\s*"=?(?:"\\s*\\+\\s*")?([\\w,-]+)"`, 'g');
  return [...text.matchAll(sum)].map(([, name = '']) => name);
}
