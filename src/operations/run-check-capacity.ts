import { checkCapacity } from '../provers/capacity/network-check/check.ts';
import { capacityRules } from '../provers/capacity/network-check/faults.ts';
import { readNetworkFile } from '../provers/capacity/network-file/read.ts';
import type { CheckCapacityInput } from './check-capacity.ts';
import { checkAnswer } from './check-result.ts';
import { unreadableDocument } from './document-problems.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';

/** @throws UserError when the file cannot be read or holds no network */
export async function runCheckCapacity(input: CheckCapacityInput, tools: Tools): Promise<Answer> {
  const { file, text } = readTextFile(
    input.file,
    tools,
    'Name a YAML or JSON file; docs/capacity.md shows its words.',
  );
  const read = readNetworkFile(text);
  if (read.kind === 'invalid') throw unreadableDocument(file, read.problems);
  tools.progress('solving and simulating the network');
  const checked = await checkCapacity(file, read.value);
  return checkAnswer(
    {
      ...checked,
      rules: capacityRules,
      inputs: new Map([[file, text]]),
      seed: read.value.experiment.seed,
      command: `plumbline check capacity ${file}`,
    },
    input,
    tools,
  );
}
