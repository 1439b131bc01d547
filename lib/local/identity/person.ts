/** Someone who can sign in by one click. */
export type Person = Readonly<{ subject: string; name: string; email: string; note: string }>;
