import type { Place } from '../value.ts';
import { hostValue } from '../members.ts';
import type { Value } from '../value.ts';
import { native, nothing, tainted } from '../value.ts';
import { endsInSentName, writtenFolder } from '../written-folders.ts';
import { can } from '../marks.ts';
import { isServedFolder } from '../served-folders.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { fieldsOf, isCall } from './sink.ts';

/** Where uploads of a library are stored under a name that keeps what the client sent, in a folder that is served. */
function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^multer#(default)?$/)) return stored(call);
  if (call.method === 'mv' && isCall(call, /^@req#files?\b/)) return moved(call);
  return [];
}

/** `multer({ storage: diskStorage({ destination, filename }) })` without a filter of files. */
function stored(call: CallFact): readonly Hit[] {
  const [options] = call.args;
  if (options === undefined || fieldsOf(options, 'fileFilter') !== undefined) return [];
  const storage = fieldsOf(options, 'storage')?.traces.find(({ name }) => name === 'multer#diskStorage()');
  const [settings] = storage?.args ?? [];
  if (settings === undefined) return [];
  const [filename, destination] = [fieldsOf(settings, 'filename'), fieldsOf(settings, 'destination')];
  if (filename === undefined || destination === undefined) return [];
  const folder = writtenFolder(destination, placeOf(settings, 'destination'));
  if (folder === undefined || !isServedFolder(call.machine, folder) || !endsInSentName(filename)) return [];
  return named(chosenName(call, filename), folder, placeOf(settings, 'filename'));
}

const placeOf = ({ things }: Value, key: string): Place | undefined =>
  things.map(({ places }) => places?.get(key)).find((place) => place !== undefined);

/** What the function for names hands to its callback. */
function chosenName({ machine, node, frame }: CallFact, filename: Value): Value {
  const kept = { value: nothing };
  const done = native(([, name]) => {
    kept.value = name ?? nothing;
    return nothing;
  });
  const file = hostValue(machine, '@req#file', node, frame);
  const site = { node, frame, key: undefined, receiver: undefined, written: '', isNew: false };
  machine.invoke(filename, [nothing, file, done], site);
  return kept.value;
}

/** `file.mv('public/' + file.name)` of express-fileupload. */
function moved({ machine, args: [path] }: CallFact): readonly Hit[] {
  const folder = path?.text?.prefix.replace(/^\.?\/|\/?$/g, '') ?? '';
  return path === undefined || folder === '' || !isServedFolder(machine, folder)
    ? []
    : named(path, folder, undefined);
}

/** A name without an extension of the client's is one of the code. */
function named(name: Value, folder: string, place: Place | undefined): readonly Hit[] {
  const suffix = name.text?.suffix ?? '';
  if (/\.\w+$/.test(suffix)) return [];
  const taints = name.taints.filter(({ source }) => source.what === 'name of an uploaded file');
  return [
    {
      value: tainted(taints),
      what: `name of a file in the served folder ${folder}`,
      ...(place === undefined ? {} : { place }),
    },
  ];
}

export const uploadSink: Sink = { kind: 'unrestricted-upload', needs: can.markup, hits };
