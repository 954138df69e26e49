import { posix } from 'node:path';
import { operationsByFile } from '../documents/operations.ts';
import type { Operation } from '../documents/operations.ts';
import type { Repository } from '../gather.ts';
import { parseYaml } from '../yaml.ts';

/** A package whose server oapi-codegen makes of a document while building. */
export interface GeneratedServer {
  readonly folder: string;
  readonly operations: readonly Operation[];
}

const command = /^\/\/go:generate\s.*\boapi-codegen\b(\S*)\s+(.*)$/gm;

/** What the `//go:generate` comments of the repository have made: the file that is written and the document it is of. */
export function generatedServers(repository: Repository): readonly GeneratedServer[] {
  const found: GeneratedServer[] = [];
  for (const { path, text } of repository.files.values()) {
    if (!path.endsWith('.go') || !text.includes('oapi-codegen')) continue;
    for (const [, , line = ''] of text.matchAll(command)) {
      const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
      const at = (name: string): string => posix.join(posix.dirname(path), name);
      const output = option(words, 'o') ?? configured(repository, at(option(words, 'config') ?? ''));
      const operations = operationsByFile(repository).get(at(words.at(-1) ?? ''));
      if (operations === undefined) continue;
      const folder = output === undefined ? posix.dirname(path) : posix.dirname(at(output));
      found.push({ folder, operations: [...operations.values()] });
    }
  }
  return found;
}

/** `-o file`, `--config=file`. */
function option(words: readonly string[], name: string): string | undefined {
  const place = words.findIndex(
    (word) => word.replace(/^--?/, '').split('=')[0] === name && word.startsWith('-'),
  );
  const word = words[place];
  if (word === undefined) return undefined;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[place + 1];
}

const configured = (repository: Repository, file: string): string | undefined =>
  parseYaml(repository.files.get(file)?.text ?? '')
    .documents[0]?.at('output')
    .text();
