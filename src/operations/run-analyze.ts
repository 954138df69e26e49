import { readBaseline } from './baseline.ts';
import { briefFile } from './brief-text.ts';
import { formatted } from './formats.ts';
import { asJson } from './json-result.ts';
import { liveDatabase } from './live-database.ts';
import { cachePlace, target } from './target.ts';
import { travel } from './travel.ts';
import { exitOf, failFloor } from './verdict.ts';

import type { Answer, Tools } from './operation.ts';
import type { AnalyzeInput } from './analyze.ts';

export async function runAnalyze(
  { path, database, brief, out, insideTarget, baseline, cache, failOn, format, strict }: AnalyzeInput,
  tools: Tools,
): Promise<Answer> {
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
  const floor = failFloor(failOn);
  return {
    exit: exitOf(result, floor, strict),
    result: asJson({ ...result.handoff, ...(out !== undefined && { package: out }) }),
    text: formatted(result, format, floor),
  };
}
