/** The id of what is about to be written (RFC 9562, section 5.7): the milliseconds of now, then chance. */
export function newId(now: number, chance: Uint8Array): string {
  const time = now.toString(16).padStart(12, '0');
  const random = Array.from(chance, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const tail = `7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
}

export function idNow(): string {
  return newId(Date.now(), crypto.getRandomValues(new Uint8Array(9)));
}
