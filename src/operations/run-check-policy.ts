import { resolve } from 'node:path';
import { checkPolicy } from '../provers/policy/check.ts';
import { policyRules } from '../provers/policy/faults.ts';
import type { Backend } from '../model/backend.ts';
import { UnreadableRequest } from '../road/clarify.ts';
import { designedFrom } from '../road/designed.ts';
import type { BriefText } from '../road/request.ts';
import { briefText } from './brief-text.ts';
import type { CheckPolicyInput } from './check-policy.ts';
import { checkAnswer } from './check-result.ts';
import type { Answer, Tools } from './operation.ts';
import { unreadable } from './unreadable-request.ts';

/** @throws UserError when the brief cannot be read */
export async function runCheckPolicy(input: CheckPolicyInput, tools: Tools): Promise<Answer> {
  const text = briefText(input.brief, tools);
  const packFolders = input.packs === undefined ? [] : [resolve(tools.cwd, input.packs)];
  tools.progress('deciding every role, operation and relation');
  const file = text.kind === 'file' ? text.file : 'sentence';
  const checked = await checkPolicy(file, designed(text, packFolders));
  return checkAnswer(
    {
      ...checked,
      rules: policyRules,
      inputs: new Map([[file, text.text]]),
      seed: 0,
      command: [
        'plumbline check policy',
        text.kind === 'file' ? file : JSON.stringify(text.text),
        ...(input.packs === undefined ? [] : ['--packs', input.packs]),
      ].join(' '),
    },
    input,
    tools,
  );
}

function designed(brief: BriefText, packFolders: readonly string[]): Backend {
  try {
    return designedFrom({ job: 'design', brief, packFolders });
  } catch (error) {
    throw error instanceof UnreadableRequest ? unreadable(error) : error;
  }
}
