import { checkApi } from '../provers/contracts/api/check.ts';
import { changeRules, graphqlRuleInfos, lintRules } from '../provers/contracts/api/rules.ts';
import type { CheckApiInput } from './check-api.ts';
import { checkAnswer } from './check-result.ts';
import { unreadableDocument } from './document-problems.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';

const next = 'Name an OpenAPI, AsyncAPI, Arazzo or GraphQL document.';

/** @throws UserError when a document cannot be read or is none */
export async function runCheckApi(input: CheckApiInput, tools: Tools): Promise<Answer> {
  const document = readTextFile(input.document, tools, next);
  const old = input.against === undefined ? undefined : readTextFile(input.against, tools, next);
  tools.progress(old === undefined ? 'linting the document' : 'linting and comparing the documents');
  const checked = await checkApi(document, old);
  if (checked.kind === 'unreadable') throw unreadableDocument(checked.file, checked.faults);
  return checkAnswer(
    {
      ...checked,
      rules: [...lintRules, ...graphqlRuleInfos, ...changeRules],
      inputs: new Map([document, ...(old === undefined ? [] : [old])].map(({ file, text }) => [file, text])),
      seed: 0,
      command: `plumbline check api ${input.document}${input.against === undefined ? '' : ` --against ${input.against}`}`,
    },
    input,
    tools,
  );
}
