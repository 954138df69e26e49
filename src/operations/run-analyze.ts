import { readBaseline } from './baseline.ts';
import { briefFile } from './brief-text.ts';
import { liveDatabase } from './live-database.ts';
import { cachePlace, target } from './target.ts';
import { packageAnswer } from './package-answer.ts';
import { travel } from './travel.ts';

import type { Answer, Tools } from './operation.ts';
import type { AnalyzeInput } from './analyze.ts';

export async function runAnalyze(input: AnalyzeInput, tools: Tools): Promise<Answer> {
  const { path, database, brief, out, insideTarget, baseline, cache } = input;
  const { directory, source } = target(path, tools.cwd);
  const kept = cachePlace(cache, tools);
  const live = liveDatabase(database, tools);
  const result = await travel(
    {
      job: 'analyze',
      source,
      packFolders: [],
      ...(kept !== undefined && { cache: kept }),
      ...(live !== undefined && { database: live }),
      ...(brief !== undefined && { brief: briefFile(brief, tools.cwd) }),
      ...(baseline !== undefined && { baseline: readBaseline(baseline, tools.cwd) }),
    },
    { out, target: directory, inside: insideTarget },
    tools,
  );
  return packageAnswer(result, input);
}
