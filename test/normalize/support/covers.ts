/** Text that nobody can read because something opaque lies on it or a filter blurs it; `s` is the text. */
export const coveredParts: Readonly<Record<string, (s: string) => string>> = {
  "a black box": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;inset:0;background:#000"></div></div>`,
  "four edges": (s) =>
    `<div style="position:relative">${s}<span style="position:absolute;top:0;left:0;right:0;bottom:0;background-color:black"></span></div>`,
  "a white box of full size": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;top:0;left:0;width:100%;height:100%;background:white"></div></div>`,
  "a bar over a word": (s) =>
    `<p>The code is <span style="position:relative">${s}<span style="position:absolute;inset:0;background:#000"></span></span>.</p>`,
  "generated text after": (s) =>
    `<style>.rd{position:relative}.rd::after{content:"";position:absolute;inset:0;background:#000}</style><p>a <span class="rd">${s}</span></p>`,
  "generated text before, at a higher level": (s) =>
    `<style>.rd{position:relative}.rd:before{content:'';position:absolute;top:0;left:0;width:100%;height:100%;background:#111;z-index:2}</style><p>a <span class="rd">${s}</span></p>`,
  "a box by rules": (s) =>
    `<style>.wrap{position:relative}.cover{position:absolute;inset:0;background:rgb(20,20,20)}</style><div class="wrap"><p class="txt">${s}</p><div class="cover"></div></div>`,
  "an image": (s) =>
    `<div style="position:relative"><p>${s}</p><img src="bar.png" style="position:absolute;top:0;left:0;width:100%;height:100%"></div>`,
  "a photograph by rules": (s) =>
    `<style>.b{position:relative}.b img{position:absolute;inset:0;width:100%;height:100%}</style><div class="b"><p>${s}</p><img src="x.jpg" alt=""></div>`,
  "a blur": (s) => `<p style="filter:blur(4px)">${s}</p>`,
  "a blur by a rule": (s) => `<style>.bl{filter:blur(6px);user-select:none}</style><p class="bl">${s}</p>`,
  "a blur of WebKit": (s) => `<div style="-webkit-filter:blur(8px)"><p>${s}</p></div>`,
  "a blur in rem": (s) => `<p style="filter: blur(.5rem)">${s}</p>`,
  "a backdrop blurred by a rule": (s) =>
    `<style>.w{position:relative}.o{position:absolute;inset:0;backdrop-filter:blur(10px)}</style><div class="w"><p>${s}</p><div class="o"></div></div>`,
  "a blurred backdrop": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;inset:0;-webkit-backdrop-filter:blur(8px);backdrop-filter:blur(8px)"></div></div>`,
  "a white veil": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;inset:0;background:rgba(255,255,255,.95)"></div></div>`,
  "a cover that is nearly opaque": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;inset:0;background:#fff;opacity:.97"></div></div>`,
  "a gradient without transparency": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;inset:0;background:linear-gradient(#fff,#eee)"></div></div>`,
  "a wall to pay at": (s) =>
    `<style>.article{position:relative}.paywall{position:absolute;top:0;left:0;right:0;bottom:0;background:#fff;z-index:10}</style><div class="article"><p>${s}</p><div class="paywall"><p>Subscribe to read this</p><a href="/x">Subscribe</a></div></div>`,
  "opacities that multiply": (s) => `<div style="opacity:.2"><p style="opacity:.2">${s}</p></div>`,
  "a colour by a variable": (s) =>
    `<style>:root{--ink:#000}.r{position:relative}.r::after{content:"";position:absolute;inset:0;background:var(--ink)}</style><p class="r">${s}</p>`,
  "a level above": (s) =>
    `<style>.r{position:relative}.c{position:absolute;inset:-2px;background:#000;z-index:5}</style><div class="r"><p style="position:relative;z-index:1">${s}</p><div class="c"></div></div>`,
  "a drawing of a bar": (s) =>
    `<div style="position:relative"><p>${s}</p><svg style="position:absolute;inset:0;width:100%;height:100%"><rect width="100%" height="100%" fill="#000"/></svg></div>`,
  "a box of the same size in pixels": (s) =>
    `<div style="position:relative;width:300px;height:40px">${s}<div style="position:absolute;left:0;top:0;width:300px;height:40px;background:#000"></div></div>`,
  "a cover in a table": (s) =>
    `<table><tr><td>x</td><td style="position:relative">${s}<div style="position:absolute;inset:0;background:#000"></div></td></tr></table>`,
  "a cover in a list": (s) =>
    `<style>li.s{position:relative}li.s::before{content:"";position:absolute;inset:0;background:black}</style><ul><li>a</li><li class="s">${s}</li></ul>`,
  "a nested rule": (s) =>
    `<style>.r{position:relative;&::after{content:"";position:absolute;inset:0;background:#000}}</style><p class="r">${s}</p>`,
  "logical edges": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;inset-block:0;inset-inline:0;background:#000"></div></div>`,
  "black by a filter, on black": (s) => `<p style="background:#000;filter:brightness(0)">${s}</p>`,
  "a cover with important styles": (s) =>
    `<div style="position:relative !important"><p>${s}</p><div style="position:absolute !important;inset:0 !important;background:#000 !important"></div></div>`,
  "a cover behind text of a class": (s) =>
    `<div class="a" style="position:relative"><p class="b">${s}</p><div class="c" style="position:absolute;inset:0;background:#000"></div></div>`,
};

/** What looks like it, and is read. */
export const uncoveredParts: Readonly<Record<string, (s: string) => string>> = {
  "a link over a card": (s) =>
    `<div style="position:relative"><h3>${s}</h3><a href="/x" style="position:absolute;inset:0"></a></div>`,
  "a stretched link": (s) =>
    `<style>.card{position:relative}.sl::after{content:"";position:absolute;inset:0;z-index:1}</style><div class="card"><p>${s}</p><a class="sl" href="/x">Go</a></div>`,
  "text above an image": (s) =>
    `<div style="position:relative"><img src="h.jpg" alt="x" style="position:absolute;inset:0;width:100%;height:100%"><div style="position:relative"><h2>${s}</h2></div></div>`,
  "text of a class on an image": (s) =>
    `<div class="hero" style="position:relative"><img src="h.jpg" alt="" style="position:absolute;top:0;left:0;width:100%;height:100%"><div class="hero-content"><h2>${s}</h2></div></div>`,
  "text above generated ground": (s) =>
    `<style>.hero{position:relative}.hero::before{content:"";position:absolute;inset:0;background:#000}.hero .in{position:relative;z-index:1}</style><div class="hero"><div class="in"><p>${s}</p></div></div>`,
  "a dimmed image": (s) =>
    `<style>.hero{position:relative}.dim{position:absolute;inset:0;background:rgba(0,0,0,.5)}</style><div class="hero"><p>${s}</p><div class="dim"></div></div>`,
  "a ground below": (s) =>
    `<style>.c{position:relative}.c::before{content:"";position:absolute;inset:0;background:#eee;z-index:-1}</style><div class="c"><p>${s}</p></div>`,
  "a fade over a long text": (s) =>
    `<style>.f{position:relative;max-height:200px;overflow:hidden}.f::after{content:"";position:absolute;inset:0;background:linear-gradient(transparent,#fff)}</style><div class="f"><p>${s}</p></div>`,
  "a fade at the end": (s) =>
    `<div style="position:relative"><p>${s}</p><div style="position:absolute;bottom:0;left:0;right:0;height:80px;background:linear-gradient(rgba(255,255,255,0),#fff)"></div></div>`,
  "a head that sticks": (s) => `<div style="position:sticky;top:0;background:#fff">Head</div><p>${s}</p>`,
  "a head that is placed": (s) =>
    `<div style="position:relative"><div style="position:absolute;top:0;left:0;right:0;background:#fff">Head</div><p>${s}</p></div>`,
  "a page that loads": (s) =>
    `<div id="preloader" style="position:fixed;inset:0;background:#fff"></div><p>${s}</p>`,
  "a part that loads": (s) =>
    `<div style="position:relative"><div class="spinner-overlay" style="position:absolute;inset:0;background:#fff"></div><p>${s}</p></div>`,
  "a remark beside": (s) =>
    `<style>.t{position:relative}.tip{position:absolute;bottom:100%;left:0;background:#000;color:#fff}</style><span class="t">${s}<span class="tip">tip</span></span>`,
  "a fill on pointing": (s) =>
    `<style>.b{position:relative}.b::before{content:"";position:absolute;inset:0;background:#00f;transform:scaleX(0)}.b:hover::before{transform:none}</style><p class="b">${s}</p>`,
  "an overlay on pointing": (s) =>
    `<style>.b{position:relative}.ov{position:absolute;inset:0;background:#000;opacity:0}.b:hover .ov{opacity:1}</style><div class="b"><p>${s}</p><div class="ov"></div></div>`,
  slides: (s) =>
    `<style>.s{position:relative}.sl{position:absolute;inset:0;background:#fff}</style><div class="s"><div class="sl"><p>${s}</p></div><div class="sl"><p>b</p></div></div>`,
  "a card that turns": (s) =>
    `<style>.s{position:relative}.fr,.bk{position:absolute;inset:0;background:#fff;backface-visibility:hidden}.bk{transform:rotateY(180deg)}</style><div class="s"><div class="bk"><p>${s}</p></div><div class="fr"><p>b</p></div></div>`,
  "a blur until one points": (s) =>
    `<style>.sp{filter:blur(6px)}.sp:hover{filter:none}</style><p class="sp">${s}</p>`,
  "a blur unless one points": (s) => `<style>.sp:not(:hover){filter:blur(6px)}</style><p class="sp">${s}</p>`,
  "a blur until one clicks": (s) => `<p style="filter:blur(6px)" onclick="this.style.filter='none'">${s}</p>`,
  "a blur until a script reveals": (s) =>
    `<style>.sp{filter:blur(6px)}.sp.revealed{filter:none}</style><p class="sp">${s}</p>`,
  "a cover until one points": (s) =>
    `<style>.sp{position:relative}.sp::after{content:"";position:absolute;inset:0;background:#000}.sp:hover::after{opacity:0}</style><p class="sp">${s}</p>`,
  "a button on the answer": (s) =>
    `<div style="position:relative"><p>${s}</p><button style="position:absolute;inset:0;background:#eee" onclick="this.remove()">Show the answer</button></div>`,
  "a soft blur": (s) => `<p style="filter:blur(.5px)">${s}</p>`,
  "a blurred picture": (s) => `<p>x <img src="a.jpg" alt="${s}" style="filter:blur(20px)"></p>`,
  "a card of glass": (s) => `<div style="position:relative;backdrop-filter:blur(10px)"><p>${s}</p></div>`,
  "glass behind text": (s) =>
    `<div style="position:relative"><div style="position:absolute;inset:0;backdrop-filter:blur(10px)"></div><div style="position:relative"><p>${s}</p></div></div>`,
  "a watermark": (s) =>
    `<style>.w{position:relative}.w::after{content:"";position:absolute;inset:0;background:url(wm.png);pointer-events:none}</style><div class="w"><p>${s}</p></div>`,
  "a watermark as an image": (s) =>
    `<div style="position:relative"><p>${s}</p><img src="watermark.png" style="position:absolute;inset:0;width:100%;height:100%;opacity:.2"></div>`,
  "a badge": (s) =>
    `<div style="position:relative"><p>${s}</p><span style="position:absolute;top:0;right:0;background:red">New</span></div>`,
  "a line below a heading": (s) =>
    `<style>h2.x{position:relative}h2.x::after{content:"";position:absolute;left:0;bottom:0;width:100%;height:3px;background:red}</style><h2 class="x">${s}</h2>`,
  "text above a framework's ground": (s) =>
    `<style>.relative{position:relative}.absolute{position:absolute}.inset-0{inset:0}.bg-black{background-color:#000}.z-10{z-index:10}</style><div class="relative"><div class="absolute inset-0 bg-black"></div><div class="relative z-10"><p>${s}</p></div></div>`,
  "a level in a flexible box": (s) =>
    `<style>.relative{position:relative}.absolute{position:absolute}.inset-0{inset:0}.bg-black{background-color:#000}.z-10{z-index:10}.flex{display:flex}</style><div class="relative flex"><div class="absolute inset-0 bg-black"></div><div class="z-10"><p>${s}</p></div></div>`,
  "opacities that stay legible": (s) => `<div style="opacity:.6"><p style="opacity:.6">${s}</p></div>`,
  "a cover on nothing for certain": (s) =>
    `<p>${s}</p><div style="position:absolute;inset:0;background:#fff"></div>`,
  "text on the cover": (s) =>
    `<div style="position:relative"><p>x</p><div style="position:absolute;inset:0;background:#fff"><p>${s}</p></div></div>`,
  "a border of colours": (s) =>
    `<style>.g{position:relative}.g::before{content:"";position:absolute;inset:-2px;background:linear-gradient(red,blue);z-index:-1}</style><div class="g"><p>${s}</p></div>`,
  "a caption on an image": (s) =>
    `<style>figure.f{position:relative}figure.f figcaption{position:absolute;bottom:0;left:0;right:0;background:#000;color:#fff}</style><figure class="f"><img src="a.png" alt="pic"><figcaption>${s}</figcaption></figure>`,
  "a line that grows": (s) =>
    `<style>.u{position:relative}.u::after{content:"";position:absolute;left:0;bottom:-2px;width:0;height:2px;background:#000}.u:hover::after{width:100%}</style><p class="u">${s}</p>`,
  "a switch": (s) =>
    `<style>.sw{position:relative}.sw input:checked + .sl{background:#000}.sl{position:absolute;inset:0;background:#ccc}</style><div>${s} <label class="sw"><input type="checkbox"><span class="sl"></span></label></div>`,
  "a cover in print": (s) =>
    `<style>@media print{.p{position:relative}.p::after{content:"";position:absolute;inset:0;background:#000}}</style><p class="p">${s}</p>`,
  "black by a filter": (s) => `<p style="filter:brightness(0)">${s}</p>`,
};
