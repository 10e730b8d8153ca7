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
