import type { ConfigurationKey } from '../model/architecture.ts';
import type { Backend } from '../model/backend.ts';
import { compareText } from '../model/text.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';

const sorted = (backend: Backend): readonly ConfigurationKey[] =>
  [...backend.architecture.configuration].sort((a, b) => compareText(a.key, b.key));

/** A `.env.example`: every key with its meaning; secrets and keys without a default stay empty. */
export function envExample(backend: Backend): Emitted {
  const lines = sorted(backend).map((key) => {
    const facts = [
      key.type,
      key.secret ? 'secret: from the secret store, never from a file' : undefined,
      key.owner === undefined ? undefined : `owner ${key.owner}`,
      key.reload === true ? 'read again without a restart' : undefined,
    ].filter((fact) => fact !== undefined);
    const about = key.about === undefined ? '' : `# ${key.about.replaceAll('\n', ' ')}\n`;
    return `${about}# ${facts.join('; ')}\n${key.key}=${key.secret ? '' : quoted(key.default ?? '')}\n`;
  });
  return {
    text: lines.join('\n'),
    lost: lines.length === 0 ? ['no configuration keys are known'] : [],
  };
}

/** Quotes a value that a shell or a dotenv reader would take apart. */
const quoted = (value: string): string =>
  /^[\w./:@%+,-]*$/.test(value) ? value : `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const patterns: Readonly<Record<ConfigurationKey['type'], JsonObject>> = {
  string: { type: 'string' },
  number: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' },
  boolean: { type: 'string', enum: ['true', 'false'] },
  url: { type: 'string', format: 'uri' },
  duration: { type: 'string', pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)$' },
};

/** JSON Schema of the environment, to validate at start: values are texts, as the environment gives them. */
export function configurationSchema(backend: Backend): Emitted {
  const keys = sorted(backend);
  const required = keys.filter((key) => key.default === undefined).map(({ key }) => key);
  const schema = compact({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Configuration of ${backend.name}`,
    type: 'object',
    required,
    properties: Object.fromEntries(
      keys.map((key) => [
        key.key,
        compact({
          ...patterns[key.type],
          description: key.about,
          default: key.default,
          writeOnly: key.secret ? true : undefined,
          'x-owner': key.owner,
          'x-reload': key.reload,
        }),
      ]),
    ),
  });
  return { text: jsonText(schema), lost: keys.length === 0 ? ['no configuration keys are known'] : [] };
}
