import type { DeploymentUnit } from '../../../model/architecture.ts';
import type { Secret } from '../../../model/trust.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Repository } from '../gather.ts';
import { isEnvironmentFile, readEnvironmentFile } from './environment-files.ts';
import { environmentReader } from './environment-reads.ts';
import type { KeyMention } from './keys.ts';
import { languageReads } from './language-reads.ts';
import { settingsClasses } from './settings-classes.ts';
import { keysOf } from './keys.ts';
import { credentialsIn, fallbackSecrets, literalSecretReader, secretsOfUnits } from './secrets.ts';

/** Settings the backend reads and secrets that are committed. No value of a secret is kept anywhere. */
export function configurationReader(
  repository: Repository,
  tracer: Tracer,
  units: readonly DeploymentUnit[],
): CodeReader {
  const mentions: KeyMention[] = [];
  const secrets: Secret[] = [];
  const readers = [environmentReader(tracer, { mentions, secrets }), literalSecretReader(tracer, secrets)];
  return {
    visit: (node, place) => {
      for (const { visit } of readers) visit(node, place);
    },
    facts: () => {
      const files = [...repository.files.values()]
        .filter(({ path }) => isEnvironmentFile(path))
        .map(readEnvironmentFile);
      const others = [...languageReads(repository), ...settingsClasses(repository)];
      return {
        architecture: {
          configuration: keysOf([...mentions, ...others, ...files.flatMap((file) => file.mentions)]),
        },
        trust: {
          secrets: [
            ...secrets,
            ...fallbackSecrets(others),
            ...files.flatMap((file) => file.secrets),
            ...secretsOfUnits(units),
            ...credentialsIn(repository),
          ],
        },
      };
    },
  };
}
