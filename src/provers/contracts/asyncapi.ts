import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { asyncApiDocument } from '../../artifacts/asyncapi.ts';
import type { Prover } from '../prover.ts';
import { packageVersion, settleEach } from '../settle.ts';
import { member, parseJson } from './json.ts';
import { settleLint } from './lint-claim.ts';

const path = '4-api/asyncapi.json';

const claim: Claim = {
  id: 'asyncapi/lint-clean',
  prover: 'asyncapi',
  subject: path,
  statement: 'The AsyncAPI 3 document is valid and has no finding under Redocly recommended-strict.',
  oracle: 'validator',
  inputs: [path],
  parameters: {},
};

/** Holds the document of events and webhooks to its specification and a strict ruleset. */
export const asyncapi: Prover = {
  id: 'asyncapi',
  claims: (backend: Backend) => {
    const { text } = asyncApiDocument(backend);
    return text === ''
      ? { claims: [], inputs: new Map() }
      : { claims: [claim], inputs: new Map([[path, text]]) };
  },
  prove: (asked, read) => {
    const engine = { name: '@redocly/openapi-core', version: packageVersion('@redocly/openapi-core') };
    return settleEach(asked, read, engine, () => {
      const text = read(path);
      return settleLint(text, 'operations', Object.keys(member(parseJson(text), 'operations')).length);
    });
  },
};
