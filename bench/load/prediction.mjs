// `node bench/load/prediction.mjs [--seconds 20] [--patience 900]`: a fitted model beside what was measured. Targets:
// maximum throughput within 5 %, mean response within 15 % up to 80 % utilisation. Disturbed steps are repeated as long
// as there is patience; those that stayed disturbed are marked and not judged.
import { foreignDisturbance } from '../../dist/provers/measurement/disturbance.js';
import { judge } from '../../dist/provers/measurement/judge.js';
import { arrivalsOf } from '../../dist/sources/load/arrivals.js';
import { loopbackTarget } from '../../dist/sources/load/loopback.js';
import { measureServer } from '../../dist/sources/load/measure.js';
import { plainPlan } from '../../dist/sources/load/plan.js';
import { percent, print, startServer } from './start.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
};
const milliseconds = (seconds) => (seconds * 1000).toFixed(2);

for (const [burn, kind] of [
  [2, 'constant'],
  [2, 'exponential'],
  [5, 'constant'],
]) {
  const server = await startServer(burn, kind);
  const target = await loopbackTarget(`${server.url}/`);
  const measurement = await measureServer(target, plainPlan('/'), {
    arrivals: 'poisson',
    seed: 1,
    seconds: option('seconds', 20),
    rates: [],
    maxRate: 20_000,
    patienceSeconds: option('patience', 900),
    disturbance: foreignDisturbance,
    progress: (line) => process.stderr.write(`${line}\n`),
  });
  server.stop();
  const { verdict, server: fitted, maximum, offset, steps } = judge(measurement, arrivalsOf);
  console.log(`\n${burn} ms ${kind}: ${verdict.kind} ${verdict.reason ?? verdict.counterexample ?? ''}`);
  console.log(
    `demand ${milliseconds(fitted.fit.demands[0].value)} ms, scv ${fitted.scv[0].toFixed(2)}, offset ${milliseconds(offset)} ms, ` +
      `maximum ${maximum.measured.toFixed(1)}/s, predicted ${maximum.predicted.toFixed(1)}/s (${percent(maximum.error)})`,
  );
  print(
    ['rate', 'busy', 'measured ms', '±', 'predicted', 'error', 'long run', ''],
    steps.map((step) => [
      step.rate.toFixed(0),
      `${(step.utilisation * 100).toFixed(0)} %`,
      milliseconds(step.measured),
      milliseconds(step.halfWidth),
      milliseconds(step.predicted),
      percent(step.error),
      milliseconds(step.formula),
      step.disturbance ?? '',
    ]),
  );
}
