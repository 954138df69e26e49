import { columnTable, columnsWhere, factTable } from './carried.ts';
import type { Carried, Concern } from './carried.ts';

/** Mail that the system sends, and its texts. */
export function mail(carried: Carried): Concern {
  const sent = carried.facts('mail-sent', 'mail-template');
  const charsets = carried.facts('charset').filter(({ subject }) => !/^utf-?8/i.test(subject));
  const columns = columnsWhere(
    carried,
    ({ name }, { name: table }) =>
      /mail|newsletter/i.test(table) && /body|text|subject|template|html|content/i.test(name),
  );
  const isRaw = sent.some(({ subject }) => /^(mail|mb_send_mail)\(\)$/.test(subject));
  return {
    id: 'mail',
    title: 'Mail and its templates',
    soughtFor: 'mail(), mail libraries, wp_mail, Mailable and files or calls that name a template',
    today: sent.length === 0 ? [] : [...factTable(sent), ...columnTable('column with a text', columns)],
    afterwards: [
      'Mail is sent by a job out of the outbox, after the transaction that it tells of; a provider signs it (SPF, DKIM, DMARC) and reports what came back.',
      'A template is a file of the repository with named values, in text and HTML, in UTF-8; values are escaped where they are put in.',
    ],
    onTheWay: [
      'Every template above is rendered with five real sets of values by the legacy code and kept: that is what the new ones are compared with.',
      'Texts that lie in a table or are put together in code are carried over word by word first; better words come after the move.',
      'A mail moves with the operation that causes it: never both systems for one event. The message id is made of event and receiver, so that a second one is recognised.',
      'The sender stays. The new provider is added to SPF and DKIM a week before, and starts with the mails of least value, so that its addresses get a reputation.',
      'Lists of receivers (newsletters) move with their consent and their date; who has unsubscribed stays out.',
    ],
    canGoWrong: [
      ...(isRaw
        ? [
            '`mail()` takes line breaks of a form into its headers, so that strangers sent mail through it: the target refuses them.',
          ]
        : []),
      ...(charsets.length > 0
        ? [
            `Texts are in ${[...new Set(charsets.map(({ subject }) => subject))].slice(0, 3).join(', ')}: read as UTF-8 their umlauts break.`,
          ]
        : []),
      'Links in the texts point to old addresses: they are in the map of addresses.',
      'A rehearsal with real data mails real people: until the step the provider is one that keeps mails and sends none.',
    ],
    verified: [
      'The renderings of old and new template differ in nothing but what was decided.',
      'Mails per event: one, counted over a day on both sides; bounces and complaints stay where they were.',
    ],
  };
}
