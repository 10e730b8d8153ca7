/**
 * Letters for pictures, drawn by the project itself: each is a few lines on a square of 16 × 16, a point is two hexadecimal
 * digits (x to the right, y down). There are those that the pictures say; whoever writes another word draws what it lacks.
 */

export interface Letter {
  /** How far the next one stands to the right of it, where a letter is 16 high. */
  readonly width: number;
  readonly strokes: readonly Stroke[];
}

export type Stroke = readonly Point[];
export type Point = readonly [x: number, y: number];

const DIGITS: Readonly<Record<string, string>> = {
  '0': '2252636c5d2d1c1322',
  '1': '24424d 2d6d',
  '2': '14225264661d6d',
  '3': '12623656686b5d2d1b',
  '4': '5d521a7a',
  '5': '62121757696b5d1d',
  '6': '6232151b2d5d6b69572719',
  '7': '12623d',
  '8': '225263665727161322 27191b2d5d6b6957',
  '9': '1d4d6a6452221416285866',
  '.': '3d4d4c3c3d',
  '-': '2858',
  '%': '1232341412 4b6b6d4d4b 621d',
  '(': '51343b5e',
  ')': '21444b2e',
  '¥': '123762 373d 1767 1a6a',
};

const HAN: Readonly<Record<string, string>> = {
  示: '32c2 16e6 868f6e 592c a9dc',
  例: '4116 343f 52a2 7258 65a55e 689a d3db f1fedd',
  发: '3135e5 b1d3 71661e 68c85f 6aef',
  票: '12e2 24d4d82824 6268 9298 4aba 1cec 8c8f7f 5d2f bdef',
  号: '31c1c53531 17e7 675acabe8e',
  码: '1262 4218 28686d2d28 82e2d7 9387f7eece 7bdb',
  开: '22d2 17e7 62693f b2bf',
  日: '31c1cf3f31 38c8',
  期: '313b 717b 1393 3676 3878 0b9b 4d2f 6d8f b2baaf b2f2fedd b6f6 bafa',
  年: '4015 33d3 37c7 373b 1beb 838f',
  月: '31391f 31c1cfad 35c5 39c9',
  购: '1b12626b 444a1f 4b6e 9176 84f4eecd a78cdb c9de',
  买: '12e2d4 5466 3758 1aea 848a2f 9bdf',
  方: '7183 14e4 64672f 68c8be8d',
  销: '3115 2353 1757 1a5a 373e5d b1b5 8295 e2d5 868f 86e6eede 89e9 8cec',
  售: '4016 3339 a0b2 23c3 35c5 37c7 39d9 8289 4babaf4f4b',
  货: '4115 3337 d174 8186e6e4 3d38c8cd 7a7c2f 8cdf',
  物: '3116 2464 414f 1b68 9176 84f4eecd b47b d48e',
  名: '7126 53c32b 4668 59c9cf5f59',
  称: '6122 1565 424f 461b 4769 a186 93f3e5 b5be9d 987c d8fb',
  数: '2133 6153 0474 4147 4417 4477 482c6e 681f 0a7a b187 94f4 e48f a6ff',
  量: '40b0b44440 42b2 15e5 37c7cb3b37 39c9 777f 3dcd 1fef',
  单: '4153 b1a3 34c4c93934 36c6 1cec 747f',
  位: '4116 333f a0b2 64e4 7698 d6ba 5efe',
  个: '7017 80f7 757f',
  袋: '3115 2326 53e2 8094e6 c0d1 18e8 781d 4b4f7d caac 79ff',
  桶: '0474 414f 450b 4679 92e2b4 a2b4 868f 86e6eede 89e9 8cec b6bf',
  份: '4116 333f 8166 b1f6 79d9ceae 99877e',
  箱: '3114 2262 5173 b1a4 a2f2 d2e4 0979 474f 480d 496b 97e7ef9f97 9aea 9ded',
  价: '4116 333f a156 a1f6 878b6f c7cf',
  金: '8016 80e6 46b6 39c9 868e 4b5d cbad 1fef',
  额: '3041 14127274 4418 36651b 387a 2b6b6f2f2b 81f1 b1b4 9b94e4eb c6ca8f ccff',
  税: '6122 1565 424f 461b 4769 91a3 e1d3 84e4e88884 a8ab7f c8cefefc',
  率: '7081 13e3 83569659b9 2547 492b d5b7 c9eb 1cec 7a7f',
  合: '8017 80f7 57a7 39c9cf3f39',
  计: '2143 16464d6b 86f6 b1bf',
  顺: '12190f 333c 515f 71f1 b1a4 8b84e4eb b6ba7f bcff',
  义: '7193 d37a1f 247aef',
  区: 'e2222efe b44c 55cc',
  总: '4052 b092 33c3c73733 2a1d 495ebebc 798b d9ec',
  工: '23d3 737d 1ded',
  会: '8016 80f6 56a6 19e9 693ecd abdf',
  供: '4116 333f 8189 c1c9 64f4 59f9 8b5f cbff',
  应: '7082 23e3 23280f 567b 859a d5ad 3efe',
  商: '7081 12e2 5365 a395 2f26d6dece 6749 97b9 5aaaad5d5a',
  暖: '12525c1c12 1757 e071 7284 a2b4 e2d4 75e5 67f7 a5996f 9ada8f 9bff',
  身: '8062 424b 42b2be9e 45b5 48b8 1bbb d92f',
  贴: '1b12626b 444a1f 4b6e a1a8 a4f4 88e8ee8e88',
  水: '717f5e 14551d d396 76fe',
  饺: '3116 235344 363e5c a0b2 73f3 9477 d4f7 d86f 88ef',
  汤: '1133 0627 1e48 62d277f7eecd a76d d78f',
  圆: '11e1ef1f11 53a3a65653 4c48b8bc 797b4d 9bbd',
  酸: '1171 14747f1f14 313728 515777 1b7b b093e3 d1f4 a587 d5f7 a78b a9e98f abff',
  奶: '31186e 651e 0575 82d2c6f6eece 92986f',
  面: '11e1 7164 14e4ef1f14 545f a4af 58a8 5bab',
  包: '5025 43d3dabb 36969a3a 363eeeec',
  食: '8016 80f6 7384 46b6ba4a 48b8 464f7d db9c 7aff',
  品: '41b1b64641 18686e1e18 98e8ee9e98',
  礼: '2042 14641b 474f 587a 919efefb',
  保: '4116 333f 71e1e57571 58f8 a5af a85e b8fe',
  温: '1133 0627 1e48 61d1d76761 64d4 5e59e9ee 898e b9be 3efe',
  杯: '0474 414f 450b 4679 82f2 c279 b6bf c7fa',
  大: '15e5 71761f 76ff',
  米: '3255 c2a5 17e7 717f 771d 77ed',
  用: '313a1f 31d1dfbe 35d5 3ada 818f',
  油: '1133 0627 1e48 65e5ef6f65 6aea a1af',
  洗: '1133 0627 1e48 8165 74e4 a1a8 58f8 888b5f b8befefb',
  衣: '7082 14e4 841c 494f7d d699 76ff',
  液: '1133 0627 1e48 a0b2 53f3 7459 676f a58a 97e78f b9cb 9aff',
  棉: '0474 414f 450b 4679 b0a2 82e2e78782 84e4 8d89f9fd b7bf',
  被: '2042 14641b 474f 587a 5668 83896f 83f3e5 b0b7 87e77f 99ff',
  牛: '4127 34d4 19e9 717f',
};

const LETTERS = new Map([...letters(DIGITS, 8), ...letters(HAN, 18), [' ', { width: 8, strokes: [] }] as const]);

function letters(drawn: Readonly<Record<string, string>>, width: number): (readonly [string, Letter])[] {
  return Object.entries(drawn).map(([letter, text]) => [letter, { width, strokes: text.split(' ').map(strokeIn) }]);
}

function strokeIn(text: string): Stroke {
  return Array.from({ length: text.length / 2 }, (_, at): Point => {
    return [Number.parseInt(text.charAt(2 * at), 16), Number.parseInt(text.charAt(2 * at + 1), 16)];
  });
}

/** Throws for a letter that nobody drew. */
export function letterOf(character: string): Letter {
  const letter = LETTERS.get(character);
  if (letter === undefined) throw new Error(`nobody drew ${character} for the pictures`);
  return letter;
}

export function isDrawn(character: string): boolean {
  return LETTERS.has(character);
}
