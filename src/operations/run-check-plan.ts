import { planOf } from '../migration/steps/steps-of.ts';
import { checkPlan, planRules } from '../provers/plan/check.ts';
import { printPlan } from '../provers/plan/print.ts';
import { readDraft, readPlan } from '../provers/plan/read.ts';
import { roadmapSvg } from '../render/svg/plan-roadmap.ts';
import type { CheckPlanInput } from './check-plan.ts';
import { checkAnswer } from './check-result.ts';
import { unreadableDocument } from './document-problems.ts';
import { asJson } from './json-result.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';

/** @throws UserError when the file cannot be read or tells no plan */
export async function runCheckPlan(input: CheckPlanInput, tools: Tools): Promise<Answer> {
  const { file, text } = readTextFile(
    input.file,
    tools,
    'Name a YAML or JSON file that tells a plan; docs/migration-plan.md shows its words.',
  );
  if (input.complete) return completed(file, text);
  const read = readPlan(text);
  if (read.kind === 'invalid') throw unreadableDocument(file, read.problems);
  if (input.picture) {
    const svg = await roadmapSvg(read.value);
    return { exit: 0, result: { svg }, text: svg };
  }
  tools.progress('replaying each step forwards and back');
  return checkAnswer(
    {
      ...checkPlan(file, read.value, read.placeOf),
      rules: planRules,
      inputs: new Map([[file, text]]),
      seed: 0,
      command: `plumbline check plan ${file}`,
    },
    input,
    tools,
  );
}

/** The plan as a file, so that it can be edited and checked. */
function completed(file: string, text: string): Answer {
  const read = readDraft(text);
  if (read.kind === 'invalid') throw unreadableDocument(file, read.problems);
  const plan = planOf(read.value);
  return { exit: 0, result: asJson({ plan }), text: printPlan(plan) };
}
