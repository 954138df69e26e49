import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { asyncApiDocument } from '../../artifacts/asyncapi.ts';
import type { Prover } from '../prover.ts';
import { packageVersion, settleEach } from '../settle.ts';
import { settleMessageExamples } from './examples.ts';
import { member, parseJson } from './json.ts';
import { settleLint } from './lint-claim.ts';

const path = '4-api/asyncapi.json';

const base = {
  prover: 'asyncapi',
  subject: path,
  oracle: 'validator',
  inputs: [path],
  parameters: {},
} as const;

const lintClean: Claim = {
  ...base,
  id: 'asyncapi/lint-clean',
  statement: 'The AsyncAPI 3 document is valid and has no finding under Redocly recommended-strict.',
};

const examplesValidate: Claim = {
  ...base,
  id: 'asyncapi/examples-validate',
  statement: 'Every example of a message validates against the schemas of its body and headers.',
};

/** Holds the document of events, webhooks and sockets to its specification, a strict ruleset and its examples. */
export const asyncapi: Prover = {
  id: 'asyncapi',
  claims: (backend: Backend) => {
    const { text } = asyncApiDocument(backend);
    if (text === '') return { claims: [], inputs: new Map() };
    const claims = text.includes('"examples": [') ? [lintClean, examplesValidate] : [lintClean];
    return { claims, inputs: new Map([[path, text]]) };
  },
  prove: async (asked, read) => {
    const redocly = { name: '@redocly/openapi-core', version: packageVersion('@redocly/openapi-core') };
    const ajv = { name: 'ajv', version: packageVersion('ajv') };
    const outcomes = await Promise.all(
      asked.map((claim) =>
        claim.id === examplesValidate.id
          ? settleEach([claim], read, ajv, () => settleMessageExamples(read(path)))
          : settleEach([claim], read, redocly, () => settleLinted(read(path))),
      ),
    );
    return outcomes.flat();
  },
};

const settleLinted = (text: string) =>
  settleLint(text, 'operations', Object.keys(member(parseJson(text), 'operations')).length);
