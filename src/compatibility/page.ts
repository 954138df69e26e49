import { asyncApiChecks } from './asyncapi/checks.ts';
import type { Check } from './change.ts';
import { graphqlChecks } from './graphql/checks.ts';
import { openApiChecks } from './openapi/checks.ts';
import { areas, schemaChecks } from './schema/areas.ts';

/** docs/api-changes.md: every id with what it means and how it is judged. */
export const changesPage = (): string =>
  [
    intro,
    section(
      'OpenAPI',
      'Paths, operations, parameters, bodies, answers, security.',
      Object.values(openApiChecks),
    ),
    section('AsyncAPI', 'Channels, operations, messages, servers.', Object.values(asyncApiChecks)),
    section(
      'GraphQL',
      'Judged by GraphQL Inspector; `varies` is what the type decides (a field that is never null now breaks nobody).',
      graphqlChecks,
    ),
    ...schemaSections(),
  ].join('\n');

const intro = `# Changes of an API

\`plumbline check api <document> --against <old>\` and \`plumbline diff <a> <b>\` tell changes by these ids. The ids are
stable: a new version adds ids and never gives one another meaning. This page is written by \`npm run generate\`.

- **breaking**: somebody who keeps to the old document fails with the new one.
- **dangerous**: it depends on what clients do, or the documents cannot tell.
- **compatible**: nobody who keeps to the old document notices.

Schemas are compared by direction. What a client sends (parameters, bodies, messages that the application receives) must
still be accepted: a schema that accepts less breaks. What a client reads (answers, webhooks, messages that the
application sends) must still be what it was told: a schema that allows more breaks. Both follow references and cycles,
merge \`allOf\`, match the variants of \`oneOf\` and \`anyOf\` by name or meaning, and read \`nullable\` and
\`exclusiveMinimum: true\` of OpenAPI 3.0 as what they are in 3.1.

Conventions: whoever keeps to a document sends the properties it declares, so that a new optional property is compatible
where the old schema says nothing of others. Keywords of objects without \`type\` mean an object. Patterns, \`not\`, \`if\`,
\`contains\` and the like are compared as they stand: a difference is dangerous, never compatible.
`;

const escaped = (text: string): string => text.replaceAll('|', '\\|');

const section = (title: string, about: string, checks: readonly Check[]): string =>
  [
    `## ${title}`,
    '',
    about,
    '',
    '| id | severity | what changed | who breaks | what to do instead |',
    '|---|---|---|---|---|',
    ...checks.map(
      ({ id, severity, meaning, who, instead }) =>
        `| \`${id}\` | ${severity} | ${escaped(meaning)} | ${escaped(who)} | ${escaped(instead)} |`,
    ),
    '',
  ].join('\n');

const titles: Readonly<Record<keyof typeof areas, string>> = {
  parameter: 'Schemas of parameters',
  requestBody: 'Schemas of request bodies',
  responseBody: 'Schemas of answers',
  responseHeader: 'Schemas of headers of answers',
  sentPayload: 'Payloads that the application sends (events, webhooks, callbacks)',
  sentHeaders: 'Headers of messages that the application sends',
  receivedPayload: 'Payloads that the application receives',
  receivedHeaders: 'Headers of messages that the application receives',
};

const areaNames = Object.keys(areas).filter((name): name is keyof typeof areas => name in areas);

/** An id belongs to the first area that has its prefix: properties of parameters and bodies are told alike. */
function schemaSections(): readonly string[] {
  const told = new Set<string>();
  return areaNames.map((name) => {
    const { self, inside } = areas[name];
    const own = schemaChecks.filter(
      ({ id }) => !told.has(id) && [self, inside].some((prefix) => isOf(id, prefix)),
    );
    for (const { id } of own) told.add(id);
    return section(titles[name], `\`${self}\`: the schema itself; \`${inside}\`: what is inside it.`, own);
  });
}

const prefixes = Object.values(areas).flatMap(({ self, inside }): readonly string[] => [self, inside]);

/** The longest prefix decides: `sent-header` is no `sent-headers`. */
const isOf = (id: string, prefix: string): boolean =>
  prefixes
    .filter((each) => id.startsWith(`${each}-`))
    .toSorted((a, b) => b.length - a.length)
    .at(0) === prefix;
