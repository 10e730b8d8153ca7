import { createHmac, hash, type KeyObject } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Id } from '../../shared/domain/id.ts';

/** What a request asks for, and where. */
export interface Requested {
  /** Method and path of its route. */
  readonly routeKey: string;
  readonly target: Id | undefined;
  readonly body: unknown;
}

/** SHA-256 over subject, route and canonical body, in base64: what a repeat of a write has to have in common with it. */
export function requestHash(subject: string, { routeKey, target, body }: Requested): string {
  return hash('sha256', `${subject}\n${routeKey} ${target ?? ''}\n${canonicalize(body)}`, 'base64');
}

/** A body may name a person, whose name could be found by trying: so its hash is stored only under a key. */
export function keyedHash(key: KeyObject, requestHash: string): string {
  return createHmac('sha256', key).update(requestHash).digest('base64');
}
