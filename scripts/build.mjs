// `npm run build`: TypeScript to dist/, data files beside it, modules into chunks, and the report app into one HTML
// template.
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { ensureInstalled, run, runInstalled } from './installed.mjs';

ensureInstalled();
rmSync('dist', { recursive: true, force: true });
runInstalled('tsc', ['-p', 'tsconfig.build.json']);
const data = (source) => !source.endsWith('.ts');
cpSync('src', 'dist', {
  recursive: true,
  filter: (source) => data(source) && !source.startsWith('src/testing'),
});
run(process.execPath, ['scripts/snapshot.mjs']);
run(process.execPath, ['scripts/bundle.mjs']);
if (existsSync('web/vite.config.ts'))
  runInstalled('vite', ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']);
if (existsSync('dist/cli/main.js')) chmodSync('dist/cli/main.js', 0o755);
