import { expect } from 'vitest';

/** The tags of a page in order, with their attributes, but for the modules of a QR code. */
export function tagsOf(html: string): string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) =>
    tag.replace(/ d="[MhvzH\d\s-]*"/, '').replace(/viewBox="[\d ]*"/, ''),
  );
}

/** The text of a page without its style, as a reader sees it. */
export function textOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<span class="whole">(.*?)<\/span>/g, '$1')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\n+/g, '\n');
}

/** That a page runs nothing and asks for nothing, whatever stands in its text. */
export function expectSelfContained(html: string): void {
  const tags = tagsOf(html).join('\n');
  expect(tags).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|a)\b|\s(src|href|on\w+|style)=/i);
  const [, style = '', ...others] = html.split(/<style>|<\/style>/);
  expect(others).toHaveLength(1);
  expect(style).not.toMatch(/url\(|@import|@font-face|<|expression/i);
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
}
