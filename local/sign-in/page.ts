import { createHash } from 'node:crypto';

/** The pages of the local provider: one column, no script, nothing from elsewhere. */

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body{margin:0;padding:1.5rem;display:flex;justify-content:center}
main{width:100%;max-width:22rem}
h1{font-size:1.25rem;margin:1rem 0}
label{display:block;margin:1rem 0 .25rem}
input{box-sizing:border-box;width:100%;font:inherit;padding:.6rem;border:1px solid #767676;border-radius:.4rem}
button{font:inherit;margin-top:1.25rem;width:100%;padding:.7rem;border:0;border-radius:.4rem;background:#a61b1b;color:#fff}
button+button{background:#555}
[role=alert]{border-left:.3rem solid #a61b1b;padding:.25rem .75rem;margin:1rem 0}
small{color:#666}
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/**
 * Nothing but the page's own style. A form leads on to where the person came from, which browsers hold against
 * `form-action` too: this origin, or a program that listens on the loopback address.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-language': 'zh-CN',
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self' http://127.0.0.1:*; ` +
    "frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · 暖账</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export interface SignInPage {
  /** Where the form goes. */
  readonly action: string;
  /** What was typed before. */
  readonly account?: string;
  /** Why signing in did not work. */
  readonly alert?: string;
}

export function signInPage({ action, account = '', alert }: SignInPage): string {
  const told = alert === undefined ? '' : `<p role="alert">${escaped(alert)}</p>`;
  return page(
    '登录暖账',
    `${told}
<form method="post" action="${escaped(action)}">
<label for="account">账号</label>
<input id="account" name="account" value="${escaped(account)}" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="256"${account === '' ? ' autofocus' : ''}>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256"${account === '' ? '' : ' autofocus'}>
<button type="submit">登录</button>
</form>
<p><small>本机演示账号,每个角色一个;密码用 npm run accounts 查看。</small></p>`,
  );
}

/** `form` is the provider's own, with its protection against forged requests. */
export function signOutPage(form: string): string {
  return page(
    '退出登录',
    `<p>确定要退出暖账吗?</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">退出</button>
<button type="submit" form="op.logoutForm">不退出</button>`,
  );
}

export function signedOutPage(): string {
  return page('已退出登录', '<p>您已退出暖账,可以关闭此页。</p>');
}

/** What went wrong, in the words of OAuth beside those of people. */
export function problemPage(code: string, detail: string): string {
  return page(
    '无法登录',
    `<p role="alert">登录请求无效或已过期,请回到原来的页面重新登录。</p>
<p><small>${escaped(code)}: ${escaped(detail)}</small></p>`,
  );
}
