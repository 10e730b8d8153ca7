/** The whole contract. Made when it is first asked for, because making it takes longer than all else here together. */
export async function describe(): Promise<object> {
  return (await import('../openapi.ts')).openApi();
}
