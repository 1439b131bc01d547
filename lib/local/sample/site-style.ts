import type { LayoutName } from './site-copy.ts';

const BASE = `
*{box-sizing:border-box}
body{margin:0;color:#1c2430;background:#fff;font:17px/1.6 system-ui,"Segoe UI",Helvetica,Arial,sans-serif;-webkit-font-smoothing:antialiased}
header.top,main,footer.end{padding-inline:max(24px,calc((100vw - 1080px)/2))}
header.top{display:flex;flex-wrap:wrap;gap:8px 28px;align-items:center;justify-content:space-between;padding-block:20px}
.brand{font-weight:750;font-size:19px;letter-spacing:-.01em;text-decoration:none;color:inherit}
nav{display:flex;flex-wrap:wrap;gap:4px 22px;font-size:15px}
nav a{color:inherit;text-decoration:none;opacity:.8}
nav a:hover{opacity:1;text-decoration:underline}
h1{font-size:clamp(34px,5vw,56px);line-height:1.08;letter-spacing:-.025em;margin:0 0 18px;text-wrap:balance}
.page h1{font-size:clamp(28px,4vw,40px);line-height:1.15;margin:8px 0 22px}
h3{font-size:20px;line-height:1.3;margin:0 0 8px}
p{margin:0 0 14px}
article>p:last-child{margin-bottom:0}
a{color:var(--accent)}
.lead{font-size:20px;max-width:34em;margin-bottom:26px}
.button{display:inline-block;padding:12px 22px;border-radius:8px;background:var(--accent);color:#fff;text-decoration:none;font-weight:600}
.art{display:block;width:100%;height:100%}
.hero{position:relative}
.stats{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:24px}
.stats p{margin:0}
.stats strong{display:block;font-size:32px;line-height:1.15;letter-spacing:-.02em;color:var(--accent)}
.stats span{font-size:15px;opacity:.75}
.sections,.services,.news{display:grid;gap:28px;margin-block:48px}
.quote{margin:56px 0;padding:0}
.quote blockquote{margin:0 0 10px;font-size:26px;line-height:1.35;letter-spacing:-.01em;max-width:30em}
.quote figcaption{font-size:15px;opacity:.7}
time{font-size:14px;opacity:.65}
.page{padding-block:48px;max-width:46em}
.page .stats{margin-block:28px}
.face{display:inline-grid;place-items:center;width:56px;height:56px;flex:none;border-radius:50%;background:color-mix(in oklab,var(--accent) 18%,#fff);color:var(--accent);font-weight:700}
.member{overflow-wrap:anywhere}
.member .address,.member a{font-size:15px}
.member h3{margin:12px 0 0}
.role{opacity:.7;margin:0 0 6px}
.page:has(.team-cards){max-width:none}
.team-cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:20px}
.team-list{list-style:none;padding:0;display:grid;gap:20px}
.team-list li{display:flex;gap:16px;align-items:center}
.team-table{border-collapse:collapse;width:100%}
.team-table th,.team-table td{text-align:left;padding:14px 16px 14px 0;border-bottom:1px solid #8883;vertical-align:top}
.team-table th{white-space:nowrap}
.team-terms dt{font-weight:700;margin-top:18px}
.team-terms dd{margin:0}
form label{display:block;margin-bottom:12px}
input,textarea{display:block;width:100%;padding:10px;border:1px solid #8886;border-radius:6px;font:inherit;background:#fff}
button{padding:10px 20px;border:0;border-radius:6px;background:var(--accent);color:#fff;font:inherit}
footer.end{margin-top:64px;padding-block:28px;border-top:1px solid #8883;font-size:14px;display:flex;flex-wrap:wrap;gap:6px 32px}
footer.end p{margin:0;opacity:.75}
.consent{position:fixed;inset:auto 0 0 0;z-index:9;background:#111827;color:#fff;padding:24px max(24px,calc((100vw - 1080px)/2));font-size:15px}
.consent p{max-width:70em}`;

const LAYOUT_STYLE: Readonly<Record<Exclude<LayoutName, 'attic'>, string>> = {
  banner: `
header.top{background:color-mix(in oklab,var(--accent) 88%,#000);color:#fff}
.hero{margin-inline:calc(-1*max(24px,(100vw - 1080px)/2));padding:72px max(24px,calc((100vw - 1080px)/2)) 150px;background:linear-gradient(160deg,color-mix(in oklab,var(--accent) 88%,#000),var(--accent) 70%,color-mix(in oklab,var(--accent) 78%,#fff));color:#fff;overflow:hidden}
.hero-text{position:relative;z-index:1}
.hero-text h1{max-width:16em}
.hero .button{background:#fff;color:color-mix(in oklab,var(--accent) 85%,#000)}
.hero-side{position:absolute;inset:auto 0 0 0;height:240px}
.hero+.stats{position:relative;z-index:2;margin-top:-72px;padding:28px 32px;background:#fff;border-radius:14px;box-shadow:0 18px 50px -20px #0005}
.hero+.sections{margin-top:56px}
.sections,.services{grid-template-columns:repeat(auto-fit,minmax(270px,1fr));gap:36px}
.sections article{border-top:3px solid var(--accent);padding-top:18px}
.services article{background:color-mix(in oklab,var(--accent) 7%,#fff);border-radius:12px;padding:24px}
.quote{border-left:4px solid var(--accent);padding-left:28px}
.news article{background:#f5f6f8;border-radius:12px;padding:24px}
.member{background:#f5f6f8;border-radius:12px;padding:24px}`,
  split: `
header.top{border-bottom:1px solid #e3e6ea}
.hero{display:grid;grid-template-columns:minmax(0,1.35fr) minmax(0,1fr);gap:56px;align-items:center;padding-block:72px}
.hero-side{border-radius:18px;overflow:hidden;background:color-mix(in oklab,var(--accent) 10%,#fff);color:var(--accent);min-height:280px;display:grid}
.hero-side .stats{grid-template-columns:1fr;align-content:center;gap:26px;padding:36px;color:#1c2430}
.hero-side .stats strong{font-size:38px}
.sections{gap:0;margin-top:8px}
.sections article{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:40px;padding:30px 0;border-top:1px solid #e3e6ea}
.sections h3{font-size:22px}
.services{grid-template-columns:repeat(auto-fit,minmax(250px,1fr))}
.services article{border:1px solid #e3e6ea;border-radius:12px;padding:22px}
.quote{background:var(--accent);color:#fff;border-radius:18px;padding:40px 44px}
.news article{max-width:44em}
@media(max-width:760px){.hero,.sections article{grid-template-columns:1fr;gap:20px}}`,
  journal: `
body{font:19px/1.65 Georgia,"Iowan Old Style","Times New Roman",serif;background:#fdfcf9;color:#26221c}
header.top,main,footer.end{padding-inline:max(24px,calc((100vw - 760px)/2))}
header.top{flex-direction:column;align-items:center;text-align:center;padding-top:44px;border-bottom:3px double #cfc8ba}
.brand{font-size:30px;font-weight:400;letter-spacing:.01em}
nav{font-style:italic;justify-content:center}
.hero{text-align:center;padding:64px 0 8px;display:flex;flex-direction:column-reverse}
.hero h1{font-weight:400}
.hero .lead{margin-inline:auto}
.hero-side{height:110px;width:110px;border-radius:50%;overflow:hidden;margin:0 auto 34px;color:var(--accent);background:color-mix(in oklab,var(--accent) 12%,#fff)}
.button{background:none;color:var(--accent);border:1px solid;border-radius:0;font-weight:400;font-style:italic}
.sections{gap:36px}
h3{font-size:25px;font-weight:400;color:var(--accent)}
.stats{border-block:1px solid #cfc8ba;padding-block:26px;text-align:center}
.stats strong{font-weight:400;font-size:38px}
.quote{text-align:center}
.quote blockquote{font-style:italic;font-size:30px;margin-inline:auto}
.services article{border-left:2px solid var(--accent);padding-left:22px}
.news{border-top:3px double #cfc8ba;padding-top:32px}`,
  cards: `
body{background:color-mix(in oklab,var(--accent) 9%,#fffdf8)}
.hero{display:grid;grid-template-columns:minmax(0,1.2fr) minmax(0,1fr);gap:20px;padding-top:16px}
.hero-text,.sections article,.services article,.news article,.quote,.stats p,.member,.page{background:#fff;border-radius:20px;padding:32px}
.hero-text{padding:52px 44px}
.hero-side{border-radius:20px;overflow:hidden;background:color-mix(in oklab,var(--accent) 20%,#fff);color:var(--accent);min-height:260px}
.button{border-radius:99px}
.stats{margin-block:20px;gap:20px}
.sections,.services,.news{margin-block:20px;gap:20px;grid-template-columns:repeat(auto-fit,minmax(270px,1fr))}
.quote{margin:20px 0;background:var(--accent);color:#fff}
.member{background:color-mix(in oklab,var(--accent) 8%,#fff)}
.page{max-width:none;margin-top:16px}
.page>p,.page>section{max-width:44em}
footer.end{border:0}
@media(max-width:760px){.hero{grid-template-columns:1fr}.hero-text{padding:32px}}`,
  night: `
body{background:#0b0f15;color:#dbe2ea}
h1,h3,.brand{color:#fff}
.brand::before{content:"▍";color:var(--accent)}
.hero{display:grid;grid-template-columns:minmax(0,1.4fr) minmax(0,1fr);gap:48px;align-items:center;padding-block:80px 56px}
.hero-side{color:var(--accent);height:340px}
.button{background:var(--accent);color:#0b0f15;border-radius:4px}
.stats{border-block:1px solid #263040;padding-block:28px}
.stats strong{font-family:ui-monospace,Consolas,monospace;font-weight:600}
.sections{gap:40px}
.sections article{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:40px}
.services{grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:1px;background:#263040;border:1px solid #263040}
.services article{background:#10161f;padding:26px}
.services h3{font-family:ui-monospace,Consolas,monospace;color:var(--accent);font-size:17px}
.quote blockquote{color:#fff}
.news article{border:1px solid #263040;border-radius:6px;padding:26px}
input,textarea{background:#10161f;color:#fff}
button{color:#0b0f15}
@media(max-width:760px){.hero,.sections article{grid-template-columns:1fr;gap:16px}.hero-side{height:200px}}`,
  market: `
body{background:#fbf6ec;color:#2b241a}
header.top{padding-block:26px}
.brand{font:700 25px Georgia,serif}
.hero{display:grid;grid-template-columns:minmax(0,1.2fr) minmax(0,1fr);gap:48px;align-items:end}
.hero-text{padding-block:56px 48px}
h1,h3{font-family:Georgia,serif;letter-spacing:-.015em}
.hero-side{color:var(--accent);height:340px}
.button{border-radius:99px}
main>.hours{background:var(--accent);color:#fff;margin-inline:calc(-1*max(24px,(100vw - 1080px)/2));padding:16px max(24px,calc((100vw - 1080px)/2));font-size:15px}
main>.hours ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 32px}
.sections{grid-template-columns:repeat(auto-fit,minmax(270px,1fr));gap:40px}
.services article{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:24px;border-bottom:1px dashed #c9b99a;padding-bottom:16px}
.news article{background:#fff;border:1px solid #e7dcc6;border-radius:10px;padding:26px}
@media(max-width:760px){.hero,.services article{grid-template-columns:1fr;gap:8px}.hero-side{height:180px}}`,
};

/** Style sheet of a layout in one accent colour, to stand in the page itself. */
export const styleOf = (layout: Exclude<LayoutName, 'attic'>, accent: string): string =>
  `:root{--accent:${accent}}${BASE}${LAYOUT_STYLE[layout]}`;
