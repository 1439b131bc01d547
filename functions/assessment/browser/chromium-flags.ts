/**
 * How the browser is started. As root without its own sandbox (there are no user namespaces in Lambda, nor for root); nothing that it does by itself over the network; and no way
 * round the proxy: loopback goes through it too (`<-loopback>` takes the implicit bypass away), no name is resolved by the browser itself, and neither QUIC nor WebRTC may use UDP.
 * Sources: chromium.googlesource.com/chromium/src/+/main/net/docs/proxy.md ("Implicit bypass rules"), .../docs/chrome-flags-for-tools.md of GoogleChrome/chrome-launcher.
 */
export const chromiumFlags = (proxyUrl: string): readonly string[] => [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-notifications',
  '--no-default-browser-check',
  '--no-pings',
  '--mute-audio',
  '--block-new-web-contents',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--lang=en-US',
  `--proxy-server=${proxyUrl}`,
  '--proxy-bypass-list=<-loopback>',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy',
];
