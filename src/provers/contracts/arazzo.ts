import type { Claim } from '../../findings/claim.ts';
import type { Backend } from '../../model/backend.ts';
import { arazzoDocument } from '../../artifacts/arazzo.ts';
import { openApiDocument } from '../../artifacts/openapi.ts';
import type { Prover } from '../prover.ts';
import { packageVersion, refuted, settleEach } from '../settle.ts';
import type { Settled } from '../settle.ts';
import { isRecord, member, parseJson } from './json.ts';
import { settleLint } from './lint-claim.ts';

const path = '4-api/arazzo.json';
const openapiPath = '4-api/openapi.json';

const claim: Claim = {
  id: 'arazzo/lint-clean',
  prover: 'arazzo',
  subject: path,
  statement:
    'The workflows are valid Arazzo, lint-clean, and every step calls an operation of the OpenAPI document.',
  oracle: 'validator',
  inputs: [path, openapiPath],
  parameters: {},
};

const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Operation ids the steps call, and those the API document has. */
function operationsOf(arazzo: unknown): readonly string[] {
  const workflows = isRecord(arazzo) ? items(arazzo['workflows']) : [];
  const steps = workflows.flatMap((workflow) => (isRecord(workflow) ? items(workflow['steps']) : []));
  return steps.map((step) => (isRecord(step) ? String(step['operationId']) : ''));
}

function knownOperations(openapi: unknown): ReadonlySet<string> {
  const methods = Object.values(member(openapi, 'paths')).flatMap((item) =>
    isRecord(item) ? Object.values(item) : [],
  );
  return new Set(methods.flatMap((each) => (isRecord(each) ? [String(each['operationId'])] : [])));
}

async function settle(text: string, openapi: string): Promise<Settled> {
  const steps = operationsOf(parseJson(text));
  const known = knownOperations(parseJson(openapi));
  const linted = await settleLint(text, 'steps', steps.length);
  const unknown = steps.filter((id) => !known.has(id));
  if (linted.verdict.kind !== 'proved' || unknown.length === 0) return linted;
  return { ...linted, verdict: refuted(`no operation of ${openapiPath} is called ${unknown.join(', ')}`) };
}

/** Holds the workflows to their specification, and to the API they call. */
export const arazzo: Prover = {
  id: 'arazzo',
  claims: (backend: Backend) => {
    const { text } = arazzoDocument(backend);
    return text === ''
      ? { claims: [], inputs: new Map() }
      : {
          claims: [claim],
          inputs: new Map([
            [path, text],
            [openapiPath, openApiDocument(backend).text],
          ]),
        };
  },
  prove: (asked, read) => {
    const engine = { name: '@redocly/openapi-core', version: packageVersion('@redocly/openapi-core') };
    return settleEach(asked, read, engine, () => settle(read(path), read(openapiPath)));
  },
};
