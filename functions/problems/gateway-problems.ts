import type { Bilingual } from '../../shared/words/language.ts';

interface Wording {
  readonly title: string;
  readonly detail: string;
}

export interface GatewayProblem {
  readonly status: number;
  readonly zh: Wording;
  readonly en: Wording;
  /** Seconds after which the same request may well succeed. */
  readonly retryAfter?: number;
}

function say(status: number, title: Bilingual, detail: Bilingual, retryAfter?: number): GatewayProblem {
  return {
    status,
    zh: { title: title.zh, detail: detail.zh },
    en: { title: title.en, detail: detail.en },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

/** What is said before any rule of the ledger is asked: by the gateway, or by what all use cases share. */
export const GATEWAY_PROBLEMS = {
  'malformed-request': say(
    400,
    { zh: '请求格式错误', en: 'Malformed request' },
    { zh: '地址、请求头或正文的编码无效,请按 UTF-8 重新编码。', en: 'Encode the address, headers and body as UTF-8.' },
  ),
  'malformed-json': say(
    400,
    { zh: 'JSON 格式错误', en: 'Malformed JSON' },
    {
      zh: '正文不是有效的 JSON,请检查引号、逗号和括号。',
      en: 'The body is not JSON: check quotes, commas and brackets.',
    },
  ),
  unauthenticated: say(
    401,
    { zh: '需要登录', en: 'Sign-in required' },
    { zh: '请在 Authorization 中带上有效的访问令牌。', en: 'Send a valid bearer token in Authorization.' },
  ),
  'link-expired': say(
    403,
    { zh: '链接已过期', en: 'Link expired' },
    { zh: '请重新获取链接,15 分钟内有效。', en: 'Ask for a new link: one works for 15 minutes.' },
  ),
  'link-invalid': say(
    403,
    { zh: '链接无效', en: 'Invalid link' },
    {
      zh: '链接须原样使用,方法也须一致;请重新获取。',
      en: 'Use a link exactly as it was given, with its method, or ask for a new one.',
    },
  ),
  'length-required': say(
    411,
    { zh: '缺少 Content-Length', en: 'Length required' },
    { zh: '上传须带 Content-Length,等于登记的大小。', en: 'Upload with Content-Length, which is the declared size.' },
  ),
  'range-not-satisfiable': say(
    416,
    { zh: '范围无效', en: 'Range not satisfiable' },
    {
      zh: '所求范围在文件之外,请按 Content-Range 中的大小续传。',
      en: 'Ask for bytes within the size in Content-Range.',
    },
  ),
  'upload-too-large': say(
    413,
    { zh: '文件过大', en: 'File too large' },
    { zh: '上传的文件不得超过 20 MB,请压缩或拆分。', en: 'A file may have up to 20 MB: compress or split it.' },
  ),
  'upload-differs': say(
    422,
    { zh: '上传的文件与登记不符', en: 'The upload is not what was declared' },
    {
      zh: '文件的大小、类型或 SHA-256 与登记的不一致;请重新登记后上传原文件。',
      en: 'Its size, type or SHA-256 is not the declared one: declare the file anew and send it as it is.',
    },
  ),
  'storage-full': say(
    503,
    { zh: '存储空间不足', en: 'Storage full' },
    {
      zh: '没有空间存放,请联系管理员腾出空间后原样重试。',
      en: 'There is no room left: have some freed and send the same again.',
    },
    30,
  ),
  'not-found': say(
    404,
    { zh: '未找到', en: 'Not found' },
    { zh: '这个地址没有内容,请核对路径和编号。', en: 'There is nothing at this address: check the path and the id.' },
  ),
  'method-not-allowed': say(
    405,
    { zh: '方法不允许', en: 'Method not allowed' },
    { zh: '请使用 Allow 中列出的方法。', en: 'Use a method that Allow lists.' },
  ),
  'request-timeout': say(
    408,
    { zh: '请求超时', en: 'Request timeout' },
    { zh: '请求没有及时到达,请重试。', en: 'The request did not arrive in time: send it again.' },
  ),
  'payload-too-large': say(
    413,
    { zh: '正文过大', en: 'Payload too large' },
    { zh: '正文不得超过 1 MB。', en: 'A body may have up to 1 MB.' },
  ),
  'unsupported-media-type': say(
    415,
    { zh: '不支持的媒体类型', en: 'Unsupported media type' },
    { zh: '请以 Content-Type: application/json 发送 JSON。', en: 'Send JSON with Content-Type: application/json.' },
  ),
  'idempotency-key-required': say(
    422,
    { zh: '缺少 Idempotency-Key', en: 'Idempotency-Key required' },
    {
      zh: '每次写入都要带请求头 Idempotency-Key:一个新的 UUIDv7;重试时用同一个。',
      en: 'Send the header Idempotency-Key with a new UUIDv7, and with the same one when you try again.',
    },
  ),
  'idempotency-key-bad': say(
    422,
    { zh: 'Idempotency-Key 无效', en: 'Bad Idempotency-Key' },
    { zh: 'Idempotency-Key 应为小写的 UUIDv7。', en: 'Idempotency-Key has to be a UUIDv7 in lower case.' },
  ),
  'key-reused': say(
    422,
    { zh: 'Idempotency-Key 已被使用', en: 'Idempotency-Key used before' },
    {
      zh: '这个键已用于另一个请求或另一个人;请换一个新的 UUIDv7。',
      en: 'This key stands for another request or another person: take a new UUIDv7.',
    },
  ),
  'too-many-requests': say(
    429,
    { zh: '请求过多', en: 'Too many requests' },
    {
      zh: '请求过于频繁,请在 Retry-After 所示的秒数之后重试。',
      en: 'That is too many requests at once: try again after the seconds in Retry-After.',
    },
    1,
  ),
  'header-too-large': say(
    431,
    { zh: '请求头过大', en: 'Header too large' },
    { zh: '地址与请求头不得超过 10 KB。', en: 'Address and headers may have up to 10 KB.' },
  ),
  'internal-error': say(
    500,
    { zh: '内部错误', en: 'Internal error' },
    {
      zh: '服务出现错误;请稍后以同一个 Idempotency-Key 重试。',
      en: 'Something went wrong here: try again later with the same Idempotency-Key.',
    },
  ),
  busy: say(
    503,
    { zh: '繁忙', en: 'Busy' },
    {
      zh: '许多请求同时要改同一笔账;请稍后以同一个 Idempotency-Key 重试。',
      en: 'Many requests want the same account at once: try again shortly with the same Idempotency-Key.',
    },
    1,
  ),
  unavailable: say(
    503,
    { zh: '暂不可用', en: 'Unavailable' },
    {
      zh: '没有及时应答;请稍后以同一个 Idempotency-Key 重试。',
      en: 'There was no answer in time: try again shortly with the same Idempotency-Key.',
    },
    2,
  ),
} as const satisfies Readonly<Record<string, GatewayProblem>>;

export type GatewayProblemName = keyof typeof GATEWAY_PROBLEMS;
