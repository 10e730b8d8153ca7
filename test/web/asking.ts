import type { Page } from 'playwright-core';

/** As whoever has signed in on the page. */
export async function asked(page: Page, path: string, body?: object, key?: string): Promise<unknown> {
  return page.evaluate(
    `(async () => {
      const { accessToken } = JSON.parse(sessionStorage.getItem('nuanzhang.session'));
      const answer = await fetch(${JSON.stringify(path)}, {
        method: ${body === undefined ? "'GET'" : "'POST'"},
        headers: { authorization: 'Bearer ' + accessToken, 'content-type': 'application/json', 'idempotency-key': ${JSON.stringify(key ?? '')} },
        ${body === undefined ? '' : `body: ${JSON.stringify(JSON.stringify(body))},`}
      });
      return answer.json();
    })()`,
  );
}

/** Cells on the clipboard, pasted into the field that has the focus. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);
}
