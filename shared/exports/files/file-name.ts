import type { Register } from '../../reports/register.ts';
import type { ExportRequest } from '../../schemas/export.ts';

const NARROWING = ['fundingLine', 'unit', 'item'] as const;

/** 资金使用台账-SY-FY-2020-2020-01-01至2020-06-30.xlsx: what it is, of what by its code, and of which days. */
export function fileName(title: string, request: ExportRequest, register: Register): string {
  const codes = NARROWING.flatMap((filter) => {
    const id = request[filter];
    return id === undefined ? [] : [register.named(id).code];
  });
  return `${[title, ...codes, ...daysOf(request)].join('-')}.${request.format}`;
}

function daysOf({ from, to }: ExportRequest): string[] {
  if (from === undefined) return to === undefined ? [] : [`至${to}`];
  return [to === undefined ? `${from}起` : `${from}至${to}`];
}
