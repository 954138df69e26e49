import type { Repository, TextFile } from '../gather.ts';
import type { FileSource, Listing } from '../source.ts';

/** Files that no reader understands but that may name a page or a function: static pages, templates, scripts, notes. */
const ending =
  /\.(html?|tpl|phtml|xhtml|xslt?|sh|bash|bat|cmd|ps1|txt|md|rst|dist|sample|example|service|timer|css|svg|wsdl|min\.js)$|(^|\/)(Makefile|Jenkinsfile|Vagrantfile|README|robots\.txt|sitemap\.xml)$/i;

const largest = 1_000_000;
const inAll = 60_000_000;

/** Every text in which a name may stand: those of the readers, and further ones within bounds. */
export async function searchedTexts(
  source: FileSource,
  listed: Listing,
  repository: Repository,
): Promise<readonly TextFile[]> {
  const texts = [...repository.files.values()];
  let total = 0;
  for (const { path, bytes } of listed.files) {
    if (repository.files.has(path) || !ending.test(path) || bytes > largest || total + bytes > inAll)
      continue;
    const content = await source.read(path);
    if (content.kind === 'unread') continue;
    total += bytes;
    texts.push({ path, text: content.text });
  }
  return texts;
}
