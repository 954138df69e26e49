import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BriefText } from '../road/request.ts';
import { readBaseline } from './baseline.ts';
import { briefText } from './brief-text.ts';
import { liveDatabase } from './live-database.ts';
import type { MigrateInput } from './migrate.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { cachePlace, target } from './target.ts';
import { packageAnswer } from './package-answer.ts';
import { travel } from './travel.ts';

export async function runMigrate(input: MigrateInput, tools: Tools): Promise<Answer> {
  const { database, out, insideTarget, packs, baseline, cache } = input;
  const { path, brief } = asked(input, tools);
  const { directory, source } = target(path, tools.cwd);
  const kept = cachePlace(cache, tools);
  const live = liveDatabase(database, tools);
  const result = await travel(
    {
      job: 'migrate',
      source,
      packFolders: packs === undefined ? [] : [resolve(tools.cwd, packs)],
      ...(kept !== undefined && { cache: kept }),
      ...(live !== undefined && { database: live }),
      ...(brief !== undefined && { brief }),
      ...(baseline !== undefined && { baseline: readBaseline(baseline, tools.cwd) }),
    },
    { out, target: directory, inside: insideTarget },
    tools,
  );
  return packageAnswer(result, input);
}

interface Asked {
  readonly path: string | undefined;
  readonly brief: BriefText | undefined;
}

/** Words with blanks that name no directory are a sentence about the one where the command was given. */
function asked({ path, brief }: MigrateInput, tools: Tools): Asked {
  const told = brief === undefined ? undefined : briefText(brief, tools);
  const isSentence =
    path !== undefined &&
    /\s/.test(path.trim()) &&
    statSync(resolve(tools.cwd, path), { throwIfNoEntry: false }) === undefined;
  if (!isSentence) return { path, brief: told };
  if (told !== undefined)
    throw new UserError(
      'there are two briefs: a sentence and --brief',
      'Name the repository and give the wishes with --brief: plumbline migrate legacy-shop --brief wishes.yaml',
    );
  return { path: undefined, brief: { kind: 'sentence', text: path } };
}
