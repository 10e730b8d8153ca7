import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Wrong } from '../../shared/audit/wrong.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { checkpointOf, type ExportSource } from '../../shared/exports/files/produced.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { sumLine } from '../../shared/exports/pack/manifest.ts';
import { packFile } from '../../shared/exports/pack/pack.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { type Verifier, verifierOf } from '../../shared/log/tree/note.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import type { ExportRequest } from '../../shared/schemas/export.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { verifyPack } from '../../verify/verify-pack.ts';
import { IDLE } from '../exports/sealed-sample.ts';
import { bytesOf } from '../exports/sheets.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { ORIGIN, sealingOver, signedLog, TEST_SIGNER } from '../log/sealing.ts';

export const KEY: Verifier = verifierOf(ORIGIN, await TEST_SIGNER.publicKey());

export type PackRequest = Omit<ExportRequest, 'kind' | 'format'>;

export async function packOf(source: ExportSource, request: PackRequest = {}): Promise<Buffer> {
  return bytesOf(packFile({ kind: 'audit-pack', format: 'zip', ...request }, source, IDLE).chunks);
}

/** What a pack is made from: those entries, sealed by the test's key. */
export async function sourceOf(entries: readonly Entry[], papers: readonly Uint8Array[] = []): Promise<ExportSource> {
  const ledger = createMemoryLedger();
  for (const entry of entries) {
    await ledger.append({ entry, canonical: encodeEntry(entry), requestHash: '', changes: [] });
  }
  const { objects, sealAll } = sealingOver(ledger);
  await sealAll();
  for (const paper of papers) await objects.put(`evidence/${sha256(paper)}`, paper);
  return sourceOver(ledger, objects);
}

/** The same of entries that no sealing would let through, signed by the test's key as they are. */
export async function forgedSourceOf(entries: readonly Entry[]): Promise<ExportSource> {
  return sourceOver(createMemoryLedger(), await signedLog(entries.map(encodeEntry)));
}

async function sourceOver(ledger: Ledger, objects: ObjectStore): Promise<ExportSource> {
  const files = new LogFiles(objects);
  return {
    files,
    ...(await checkpointOf(files)),
    verifier: async () => Buffer.from('// the verifier\n'),
    union: '示例工会',
    address: `https://${ORIGIN}`,
    objects,
    ledger,
    folder: tmpdir(),
  };
}

/** A pack as an auditor has it in front of them: unpacked into a folder. */
export class UnpackedPack {
  readonly root = mkdtempSync(join(tmpdir(), 'pack-'));

  async unpack(zip: Uint8Array): Promise<this> {
    for (const [path, bytes] of await filesIn(zip)) this.write(path, bytes);
    return this;
  }

  at(path: string): string {
    return join(this.root, path);
  }

  read(path: string): Buffer {
    return readFileSync(this.at(path));
  }

  write(path: string, bytes: Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), bytes);
  }

  remove(path: string): void {
    rmSync(this.at(path));
  }

  paths(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1))
      .sort();
  }

  /** What somebody would do who alters a pack and knows of its list of hashes. */
  listAnew(): void {
    const lines = this.paths().flatMap((path) =>
      path === 'SHA256SUMS' ? [] : [sumLine(path, sha256(this.read(path)))],
    );
    this.write('SHA256SUMS', Buffer.from(lines.join('')));
  }

  /** What is wrong with it, in English; undefined where it holds. */
  async wrong(key = KEY, manyFiles?: number): Promise<string | undefined> {
    try {
      await verifyPack(this.root, key, manyFiles);
      return undefined;
    } catch (error) {
      if (error instanceof Wrong) return error.en;
      throw error;
    }
  }

  close(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
