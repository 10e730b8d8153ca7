import { file, type Table } from '../front/operation.ts';
import { readProof } from './proof.ts';
import { type LogTracker, textFile, tileFile } from './served.ts';

const TEXT = 'text/plain';
const BYTES = 'application/octet-stream';

/** The static files of the log, and proofs made of them. Hashes say nothing to those who do not hold the entries. */
export const logOperations = {
  readLogCheckpoint: file(
    '/api/log/checkpoint',
    'public',
    'The signed checkpoint of the log (C2SP tlog-checkpoint)',
    TEXT,
    textFile('checkpoint'),
  ),
  readVerifierKey: file(
    '/api/log/vkey',
    'public',
    'The verifier key of the log, one line (C2SP signed-note)',
    TEXT,
    textFile('vkey'),
  ),
  readEntryBundle: file(
    '/api/log/tile/entries/{path+}',
    ['auditor'],
    'A bundle of entries (C2SP tlog-tiles)',
    BYTES,
    tileFile('entries'),
  ),
  readHashTile: file(
    '/api/log/tile/{level}/{path+}',
    'public',
    'A tile of hashes (C2SP tlog-tiles)',
    BYTES,
    tileFile('hashes'),
  ),
  readProof: file(
    '/api/entries/{id}/proof',
    'public',
    'That an entry stands in the log: its .tlog-proof (C2SP tlog-proof)',
    TEXT,
    readProof,
  ),
} as const satisfies Table<LogTracker>;
