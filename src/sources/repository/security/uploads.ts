import type { CallReader } from './calls.ts';
import { settingAt } from './calls.ts';
import { writtenOptions } from './written-options.ts';

/** How much a request may bring. */
export const readUploads: CallReader = (call) => {
  const { trace, tracer, given, place } = call;
  if (trace === undefined) return [];
  const { package: name, path } = trace;
  const options = (at: number): ReturnType<typeof writtenOptions> => writtenOptions(tracer, given[at], place);
  if (/^(multer|express-fileupload)$/.test(name) && path === '')
    return [settingAt(call, { kind: 'upload', call: name, options: options(0) })];
  const isParser =
    (/^(express|body-parser)$/.test(name) && /^(json|urlencoded|text|raw)$/.test(path)) ||
    (name === 'koa-bodyparser' && path === '');
  return isParser
    ? [
        settingAt(call, {
          kind: 'body-limit',
          call: path === '' ? name : `${name}.${path}`,
          options: options(0),
        }),
      ]
    : [];
};
