import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { openApiDocument } from '../../artifacts/openapi.ts';
import type { Prover } from '../prover.ts';
import { packageVersion, settleEach } from '../settle.ts';
import { settleExamples } from './examples.ts';
import { isRecord, member, parseJson } from './json.ts';
import { settleLint } from './lint-claim.ts';

const path = '4-api/openapi.json';

const base = {
  prover: 'openapi',
  subject: path,
  oracle: 'validator',
  inputs: [path],
  parameters: {},
} as const;

const claims: readonly Claim[] = [
  {
    ...base,
    id: 'openapi/lint-clean',
    statement: 'The OpenAPI 3.1 document is valid and has no finding under Redocly recommended-strict.',
  },
  {
    ...base,
    id: 'openapi/examples-validate',
    statement: 'Every example of the OpenAPI document validates against its schema (JSON Schema 2020-12).',
  },
];

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function operationCount(text: string): number {
  const paths = Object.values(member(parseJson(text), 'paths'));
  return paths.reduce<number>(
    (sum, item) => sum + (isRecord(item) ? methods.filter((method) => method in item).length : 0),
    0,
  );
}

/** Holds the API document to its specification, a strict ruleset and its own examples. */
export const openapi: Prover = {
  id: 'openapi',
  claims: (backend: Backend) =>
    backend.api.endpoints.length === 0
      ? { claims: [], inputs: new Map() }
      : { claims, inputs: new Map([[path, openApiDocument(backend).text]]) },
  prove: async (asked, read) => {
    const redocly = { name: '@redocly/openapi-core', version: packageVersion('@redocly/openapi-core') };
    const ajv = { name: 'ajv', version: packageVersion('ajv') };
    const outcomes = await Promise.all(
      asked.map((claim) =>
        claim.id === 'openapi/examples-validate'
          ? settleEach([claim], read, ajv, () => settleExamples(read(path)))
          : settleEach([claim], read, redocly, () =>
              settleLint(read(path), 'operations', operationCount(read(path))),
            ),
      ),
    );
    return outcomes.flat();
  },
};
