import type { HeadStore } from '../../storage/ports/head-store.ts';
import type { ObjectStore } from '../../storage/ports/object-store.ts';
import type { Signer } from '../../storage/ports/signer.ts';
import { LogFiles, logKey } from '../journal/log-files.ts';
import { readCheckpoint } from '../tree/checkpoint.ts';
import { signNote, textOf, verifierOf, writeVerifierKey } from '../tree/note.ts';
import { readHead, writeHead } from './head.ts';
import { BrokenLog } from './sequencer.ts';

export interface SignAnewOptions {
  readonly head: HeadStore;
  readonly objects: Pick<ObjectStore, 'get' | 'put'>;
  readonly signer: Signer;
}

const TEXT = { mediaType: 'text/plain; charset=utf-8' } as const;

/**
 * Signs what the log says already, its head and its published checkpoint, by another key, because the one before is lost.
 * May be done again where it broke off. No sequencer runs meanwhile.
 */
export async function signAnew({ head, objects, signer }: SignAnewOptions): Promise<void> {
  const publicKey = await signer.publicKey();
  const sign = (text: string) =>
    signNote(text, verifierOf(readCheckpoint(text).origin, publicKey), (message) => signer.sign(message));
  const stored = await head.read();
  if (stored === undefined) return;
  const { note, staged, checkpoint } = readHead(stored);
  if ((await head.replace(stored, writeHead(await sign(textOf(note)), staged).bytes)) === 'differs') {
    throw new BrokenLog('the head of the log moved while it was signed anew');
  }
  const published = await new LogFiles(objects).checkpointNote();
  if (published !== undefined) {
    await objects.put(logKey('checkpoint'), Buffer.from(await sign(textOf(published))), TEXT);
  }
  const key = writeVerifierKey(verifierOf(checkpoint.origin, publicKey));
  await objects.put(logKey('vkey'), Buffer.from(`${key}\n`), TEXT);
}
