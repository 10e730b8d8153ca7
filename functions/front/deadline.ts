/** What Lambda says of the call under way. */
export interface Deadline {
  getRemainingTimeInMillis(): number;
}
