/** Addresses under which a client reads or writes one object without a token of its own, for a bounded time. */
export interface ObjectLinks {
  /** Where the object can be downloaded, resumable by ranges, as an attachment of that name. */
  download(key: string, options: DownloadOptions): Promise<string>;
  /** Where exactly that file can be uploaded with PUT. Anything else is refused there: size and hash are checked. */
  upload(key: string, file: DeclaredFile): Promise<UploadLink>;
}

export interface DownloadOptions {
  readonly fileName: string;
  readonly mediaType: string;
}

export interface DeclaredFile {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
}

export interface UploadLink {
  readonly url: string;
  readonly method: 'PUT';
  /** To be sent exactly as they stand. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** How long a link works. */
export const LINK_MS = 15 * 60_000;

/**
 * How a download is offered under its name, Chinese ones included (RFC 6266, RFC 8187). Who reads ASCII alone takes the
 * last part of the object's key.
 */
export function attachment(fileName: string, key: string): string {
  const plain = key.slice(key.lastIndexOf('/') + 1);
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
