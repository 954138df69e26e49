import { resolve } from 'node:path';
import { readBaseline } from './baseline.ts';
import { briefText } from './brief-text.ts';
import { readCalibration } from './calibration.ts';
import { packageAnswer } from './package-answer.ts';
import { travel } from './travel.ts';

import type { Answer, Tools } from './operation.ts';
import type { DesignInput } from './design.ts';

export async function runDesign(input: DesignInput, tools: Tools): Promise<Answer> {
  const { brief, out, packs, calibrate, calibrateCores, baseline } = input;
  const result = await travel(
    {
      job: 'design',
      brief: briefText(brief, tools),
      packFolders: packs === undefined ? [] : [resolve(tools.cwd, packs)],
      ...(calibrate !== undefined && {
        calibration: readCalibration(calibrate, calibrateCores, tools.cwd),
      }),
      ...(baseline !== undefined && { baseline: readBaseline(baseline, tools.cwd) }),
    },
    { out, inside: false },
    tools,
  );
  return packageAnswer(result, input);
}
