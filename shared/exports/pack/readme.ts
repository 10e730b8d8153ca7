/** What stands in a pack for whoever opens it: what it is, and how to see that it is whole. */
export function packReadme(origin: string): string {
  return `审计包

日志:${origin}

这里有到校验点为止的全部分录、由其得出的各本台账和所附凭据。任何人都可以自行核验,不必相信给出本包的人:

1. 向工会之外的可靠来源(例如上级工会的公告)取得这本账的验证公钥,一行文字,以 ${origin}+ 开头。
   不要使用本包内的 log/vkey:包内的东西不能证明自己。
2. 安装 Node.js 20 或更高版本,断开网络也可以。
3. 运行:node verify.mjs --key <验证公钥>
   返回 0 表示全部相符;1 表示有不符,并指出第一处;2 表示未能核验。

核验从分录重新算出散列树、余额、恒等式和每一本台账,再与包内文件逐一比较。
也可以用 sha256sum -c SHA256SUMS 核对文件是否完整。

Audit pack

Log: ${origin}

It holds every entry up to its checkpoint, the ledgers made of them, and the evidence they name. Anyone can check it
without trusting whoever handed it over:

1. Get the log's verifier key, one line that begins with ${origin}+, from a source that you trust outside of this pack.
   Do not take log/vkey: nothing in here can vouch for itself.
2. Install Node.js 20 or later. No network is needed.
3. Run: node verify.mjs --key <verifier key>
   0 means that all of it holds; 1 that something is wrong, and says what first; 2 that it could not be checked.
`;
}
