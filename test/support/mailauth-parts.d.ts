/** Parts of mailauth that it has no types for. */
declare module 'mailauth/lib/dmarc/get-dmarc-record.js' {
  type Resolver = (name: string, type: string) => Promise<unknown>;
  type Found = Readonly<{ p: string; sp?: string; isOrgRecord: boolean; recordDomain: string }>;
  export default function getDmarcRecord(domain: string, resolver: Resolver): Promise<Found | false>;
}
declare module 'mailauth/lib/tools.js' {
  const tools: {
    getPublicKey: (
      type: string,
      name: string,
      leastBits: number,
      resolver: (name: string, type: string) => Promise<string[][]>,
    ) => Promise<unknown>;
  };
  export default tools;
}
