import type { Secret } from '../../../model/trust.ts';
import type { Origin } from '../../../model/origin.ts';
import { inlineSecrets, isGuessable } from '../deployment/facts.ts';
import type { TextFile } from '../gather.ts';
import type { KeyMention } from './keys.ts';
import { typeOfValue } from './keys.ts';

export const isEnvironmentFile = (path: string): boolean =>
  /(^|\/)(\.env[\w.-]*|[\w-]+\.env(\.[\w-]+)?)$/.test(path);

/** Files that show which keys there are; what stands in them is made up. */
const sample = /example|sample|template|dist|defaults?|\.test|\.ci|\.schema/i;

/** Keys of an `.env` file and which of them hold a secret. Values are looked at and not kept. */
export function readEnvironmentFile({ path, text }: TextFile): {
  readonly mentions: readonly KeyMention[];
  readonly secrets: readonly Secret[];
} {
  const lines = text.split('\n').flatMap((line, index) => {
    const [, key, raw = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/.exec(line) ?? [];
    const value = raw.replace(/\s+#.*$/, '').replaceAll(/^["']|["']$/g, '');
    return key === undefined ? [] : [{ key, value, line: index + 1 }];
  });
  const origin = (line: number): Origin => ({ kind: 'read', file: path, line });
  return {
    mentions: lines.map(({ key, value, line }) => {
      const type = typeOfValue(value);
      return { key, origin: origin(line), ...(type === undefined ? {} : { type }) };
    }),
    secrets: sample.test(path)
      ? []
      : inlineSecrets(lines)
          .filter((entry) => !isGuessable(entry, lines))
          .map(({ key, line }) => ({
            name: key,
            kind: 'environment-file',
            storedIn: 'a committed environment file',
            origin: origin(line),
          })),
  };
}
