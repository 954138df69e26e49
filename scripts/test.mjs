// `npm test`: install if needed, build, check types, lint, generated files, then run the tests. Arguments go to Vitest.
import { ensureInstalled, run, runInstalled } from './installed.mjs';

const only = process.argv.slice(2);
ensureInstalled();
if (only.length === 0) {
  run(process.execPath, ['scripts/build.mjs']);
  run('npm', ['run', '--silent', 'check']);
}
runInstalled('vitest', ['run', ...only]);
