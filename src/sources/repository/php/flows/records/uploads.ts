import { wholeText } from '../../../flows/value.ts';
import type { Passed } from '../calls.ts';
import type { Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { deepTaints } from '../value.ts';
import { arrive } from './access.ts';

/** Rules of a validation that hold to types of files. */
const typeRules =
  /\b(mimes|mimetypes|image|extensions|dimensions|allowed_types|ext_in|mime_in|is_image)\b|\bFile::|Rule::file|\bnew\s+\\?(\w+\\)*File\b|Assert\\(File|Image)/i;

/** Functions that ask for what is in a file. */
const content =
  /^(finfo_\w+|mime_content_type|exif_imagetype|getimagesize|imagecreatefrom\w+|getMimeType|guessExtension)$/i;

/** Functions that ask for the ending of a name. */
const asking =
  /^(in_array|array_search|array_key_exists|preg_match|str_ends_with|str_contains|strpos|stripos|strcasecmp|strcmp|fnmatch|contains|endsWith|has)$|allow|valid|check|verif|ext|mime|secure|safe|clean|sanit|filter|is_?image/i;

const isName = (value: Value): boolean =>
  deepTaints(value).some(({ source }) => source.what === 'name of an uploaded file');

/** What is uploaded may have rules. */
export function askRules({ access }: Machine, text: string | undefined): void {
  if (text !== undefined && typeRules.test(text)) access.run.typed = true;
}

/** The name of an uploaded file is compared with something. */
export function askName({ access }: Machine, value: Value): void {
  if (value.taints.length > 0 && isName(value)) access.run.typed = true;
}

/** A call that asks for the type of what is uploaded, or keeps it. */
export function askUpload(
  machine: Machine,
  name: string,
  receiver: Value | undefined,
  call: Passed,
  owner: string,
): void {
  // A model that is validated names its rules itself; what reads a picture refuses everything else.
  if (/^(validate|isValid|passes|fails)$/.test(name))
    for (const { class: declared } of receiver?.instances ?? []) askRules(machine, declared.node.text);
  if (/(^|\\)Image(Manager\w*)?$/.test(owner)) machine.access.run.typed = true;
  if (/^(make|validate|rules|setRules|set_rules|validateWithBag|check)$/.test(name))
    for (const node of call.nodes) askRules(machine, node.text);
  if (content.test(name)) machine.access.run.typed = true;
  if (asking.test(name) && name !== 'move_uploaded_file' && call.args.some(isName))
    machine.access.run.typed = true;
  if (name === 'move_uploaded_file')
    keep(machine, call.args[1], 'second argument of move_uploaded_file', call);
}

/** `$file->move($folder, $name)`, `$file->moveTo($path)`, `$disk->putFileAs($folder, $file, $name)`. */
export function movedByMethod(machine: Machine, receiver: Value, name: string, call: Passed): void {
  if (name === 'putFileAs') return stored(machine, call.args[2], call.args[3], call);
  if (name === 'moveTo') return keep(machine, call.args[0], 'first argument of moveTo', call);
  if (receiver.kinds.includes('@upload') && isShown(call.nodes[0]?.text ?? ''))
    keep(machine, call.args[1], 'second argument of move', call);
}

/** Folders that a web server shows. */
const isShown = (folder: string): boolean =>
  /public|www|htdocs|upload|asset|image|img|media|dir/i.test(folder) &&
  !/storage_path|tmp|temp|private/i.test(folder);

/** A disk keeps it; only the public one is shown. */
export function stored(
  machine: Machine,
  name: Value | undefined,
  disk: Value | undefined,
  call: Passed,
): void {
  const folder = call.args[0] === undefined ? '' : (wholeText(call.args[0]) ?? '');
  const chosen = disk === undefined ? '' : (wholeText(disk) ?? '');
  if (/^public\b/.test(folder) || chosen === 'public')
    keep(machine, name, 'name under which it is stored', call);
}

/** A name whose ending the sender chooses. */
function keep(machine: Machine, value: Value | undefined, what: string, { node, frame }: Passed): void {
  for (const taint of value?.taints ?? [])
    if ((taint.marks & can.ending) !== 0)
      arrive(machine.access, {
        kind: 'unrestricted-upload',
        what,
        taint,
        node,
        file: frame.file,
        within: frame.name,
      });
}
