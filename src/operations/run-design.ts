import { resolve } from 'node:path';
import { readBaseline } from './baseline.ts';
import { briefText } from './brief-text.ts';
import { readCalibration } from './calibration.ts';
import { formatted } from './formats.ts';
import { asJson } from './json-result.ts';
import { travel } from './travel.ts';
import { exitOf, failFloor } from './verdict.ts';

import type { Answer, Tools } from './operation.ts';
import type { DesignInput } from './design.ts';

export async function runDesign(
  { brief, out, packs, calibrate, calibrateCores, baseline, failOn, format, strict }: DesignInput,
  tools: Tools,
): Promise<Answer> {
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
  const floor = failFloor(failOn);
  return {
    exit: exitOf(result, floor, strict),
    result: asJson({ ...result.handoff, ...(out !== undefined && { package: out }) }),
    text: formatted(result, format, floor),
  };
}
