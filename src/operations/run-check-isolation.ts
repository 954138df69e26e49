import { checkIsolation, isolationRules } from '../provers/isolation/check.ts';
import { checkAnswer } from './check-result.ts';
import type { CheckIsolationInput } from './check-isolation.ts';
import type { Answer, Tools } from './operation.ts';
import { readSqlFile } from './sql-files.ts';

/** @throws UserError when a file cannot be read */
export async function runCheckIsolation(input: CheckIsolationInput, tools: Tools): Promise<Answer> {
  const { file, text } = readSqlFile(input.file, tools);
  const schema = input.schema === undefined ? undefined : readSqlFile(input.schema, tools);
  const isolation = input.isolation ?? 'read committed';
  tools.progress('playing the transactions in every order of turns');
  const checked = await checkIsolation({ file, text, isolation, ...(schema !== undefined && { schema }) });
  return checkAnswer(
    {
      ...checked,
      rules: isolationRules,
      inputs: new Map([[file, text], ...(schema === undefined ? [] : [[schema.file, schema.text] as const])]),
      seed: 0,
      command: [
        'plumbline check isolation',
        file,
        ...(schema === undefined ? [] : ['--schema', schema.file]),
        ...(isolation === 'read committed' ? [] : ['--isolation', `'${isolation}'`]),
      ].join(' '),
    },
    input,
    tools,
  );
}
