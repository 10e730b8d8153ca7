/** Whether the address is what an issuer sends people back to. What takes it from there is loaded only then. */
export function isComingBack(): boolean {
  const parameters = new URLSearchParams(location.search);
  return location.pathname === '/' && parameters.has('state') && (parameters.has('code') || parameters.has('error'));
}
