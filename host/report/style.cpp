// The report's style sheet. Text and background differ by 4.5:1 or more in both schemes; what is
// drawn in colour also differs by hatching, dash or letter.
#include "host/report/style.hpp"

namespace myriad::report {

const std::string_view kStyle = R"css(
:root{color-scheme:light dark;--back:#fff;--panel:#f6f8fa;--ink:#1b1f23;--muted:#57606a;--line:#d0d7de;
--axis:#6e7781;--link:#005a9c;--warn-back:#fff4e5;--warn:#8a4600;
--born:#d55e00;--died:#e69f00;--trans:#cc79a7;--rev:#f0e442;--alive:#cfe8f7;--hatch:#1b1f23;--edge:#57606a;
--zero:#e3f1fa;--one:#fde6d3;
--c0:#0072b2;--c1:#d55e00;--c2:#007a5a;--c3:#b0508a;--c4:#000;--c5:#8a6d00;--bin:#0072b2}
@media screen and (prefers-color-scheme:dark){:root{--back:#14171a;--panel:#1d2226;--ink:#e9e7e4;--muted:#a9b1b9;
--line:#363d44;--axis:#8b949e;--link:#7cc4f0;--warn-back:#33250f;--warn:#ffc46b;
--alive:#1f4257;--hatch:#14171a;--edge:#8b949e;
--zero:#182a38;--one:#4a2c12;
--c0:#56b4e9;--c1:#e69f00;--c2:#00b583;--c3:#e59ac4;--c4:#fff;--c5:#f0e442;--bin:#56b4e9}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--back);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue","DejaVu Sans",sans-serif;overflow-wrap:break-word}
.skip{position:absolute;left:-99rem;background:var(--back);padding:.5rem 1rem;z-index:2}
.skip:focus{left:0}
header,nav,main,footer{max-width:74rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}
.maker{margin:0;color:var(--muted);font-size:.86rem;letter-spacing:.04em}
h1{font-size:1.7rem;line-height:1.25;margin:.1rem 0 .75rem;font-weight:700;overflow-wrap:anywhere}
.headline{font-size:1.32rem;line-height:1.5;margin:0 0 1rem;max-width:58rem;text-wrap:pretty;
border-left:5px solid var(--born);padding-left:1rem}
.answers{margin:.75rem 0;padding-left:1.2rem;max-width:58rem}
.answers li{margin:.15rem 0}
.ci{color:var(--muted);font-size:.88em;white-space:nowrap}
.made{max-width:none;margin:.75rem 0 0}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line);scroll-margin-top:3rem}
h3{font-size:1.02rem;margin:1.5rem 0 .25rem}
p,ul,dl{max-width:50rem}
p{margin:.5rem 0}
a{color:var(--link)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;padding:.6rem 0;margin:0;max-width:none}
nav{margin-top:.5rem}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:.75rem;white-space:pre-wrap;
overflow-wrap:anywhere;margin:.5rem 0}
.muted,.note{color:var(--muted)}
.note{font-size:.9rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.25rem 0;
max-width:none}
.tiles div{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}
.tiles div.t-born{border-left:6px solid var(--born)}.tiles div.t-died{border-left:6px solid var(--died)}
.tiles div.t-rev{border-left:6px double var(--ink)}.tiles div.t-trans{border-left:6px solid var(--trans)}
.tiles dt{font-size:.82rem;color:var(--muted)}
.tiles dd{margin:0;font-size:1.2rem;font-weight:600;font-variant-numeric:tabular-nums}
.tiles dd small{display:block;font-size:.78rem;font-weight:400;color:var(--muted)}
.warning{background:var(--warn-back);border:1px solid var(--warn);border-left-width:6px;border-radius:6px;
padding:.5rem 1rem;margin:1rem 0}
.warning h2{border:0;margin:0;padding:.25rem 0;font-size:1.05rem;color:var(--warn)}
.warning ul{margin:.25rem 0;padding-left:1.2rem;max-width:none}
.topics{columns:24rem 2;column-gap:2.5rem}
.topics h3{margin-top:0;break-after:avoid}
.topics ul{margin:.25rem 0 1.2rem;padding-left:1.1rem}
.topics li{margin:.3rem 0;break-inside:avoid}
table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums;line-height:1.4}
caption{text-align:left;color:var(--muted);padding:.25rem 0}
th,td{padding:.3rem .55rem;text-align:right;border-bottom:1px solid var(--line);vertical-align:middle}
th{font-weight:600}
thead th{border-bottom:2px solid var(--axis);vertical-align:bottom}
tbody th,.left{text-align:left}
tbody th{font-weight:500;min-width:9rem;overflow-wrap:anywhere}
.wide tbody th{max-width:18rem}
td small{display:block;color:var(--muted);white-space:nowrap}
td{white-space:nowrap}
.scroll{overflow-x:auto;max-width:100%;margin:.75rem 0}
.scroll:focus-visible{outline:2px solid var(--link)}
.wide{width:100%}
.wide tr.group th{max-width:none;font-weight:600;padding-top:1rem;border-bottom-color:var(--axis)}
.maps{display:flex;flex-wrap:wrap;gap:0 2rem;align-items:flex-start}
.dg{font-size:.78rem}
details{margin:.75rem 0}
summary{cursor:pointer;color:var(--link)}
figure{margin:0}
figcaption{font-size:.86rem;margin-top:.1rem}
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(19rem,1fr));gap:1.25rem 1.5rem;margin:1rem 0}
.grid.fine{grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:1rem}
.beside{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,7fr);gap:1.5rem;align-items:start}
svg{display:block;font-family:inherit}
svg text{fill:var(--ink);font-size:11px}
svg text.muted{fill:var(--muted)}
svg text.strong{font-weight:700}
svg.chart{width:100%;height:auto;max-width:32rem}
svg.flow{max-width:22rem}
svg.small{max-width:18rem}
svg.bar{width:100%;min-width:9rem;height:1rem}
svg.effect{width:100%;min-width:10rem;max-width:18rem;height:auto}
svg.swatch{display:inline-block;width:20px;height:14px;vertical-align:-2px;margin-right:.4rem}
svg.swatch.long{width:34px;height:12px}
svg.swatch.wide{width:26px}
.grid.cards{grid-template-columns:repeat(auto-fill,minmax(14rem,1fr))}
.cards figure code{display:block;color:var(--muted);font-size:.76rem;overflow-wrap:anywhere}
svg.network{max-width:18rem}
.zero{fill:var(--zero)}.one{fill:var(--one)}.nothing{fill:var(--panel)}
svg.swatch .zero,svg.swatch .one{stroke:var(--edge);stroke-width:.8}
.row0{fill:none;stroke:var(--c0);stroke-width:1.1}.row1{fill:var(--c1)}
.boundary{stroke:var(--ink);stroke-width:1;fill:none}
.now{stroke:var(--ink);stroke-width:2.4;fill:none}
.then{stroke:var(--ink);stroke-width:1.2;stroke-dasharray:2 3;fill:none}
.frame{fill:none;stroke:var(--axis);stroke-width:1}
.exact{fill:var(--c1)}.counted{fill:var(--c0);stroke:var(--back);stroke-width:1}
.usual{fill:var(--alive)}
.controls{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;font-size:.86rem;margin:.75rem 0}
.controls label{color:var(--muted)}
.controls output{font-variant-numeric:tabular-nums}
.controls input,.controls select,.controls button{font:inherit;color:var(--ink);background:var(--panel);
border:1px solid var(--axis);border-radius:5px;padding:.15rem .4rem;max-width:14rem}
.controls button{cursor:pointer}
thead button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
thead button:hover{text-decoration:underline}
th[aria-sort=ascending] button::after{content:" ↑"}th[aria-sort=descending] button::after{content:" ↓"}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.readout{font-size:.86rem;max-width:32rem;color:var(--muted)}
.readout input{width:60%;vertical-align:middle}
.readout output{display:block;white-space:pre-wrap;color:var(--ink);font-variant-numeric:tabular-nums}
[hidden]{display:none!important}
svg.hidden{position:absolute}
.key{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;padding:0;font-size:.86rem;max-width:none;margin:.5rem 0}
.f-born,.f-died,.f-trans,.f-rev,.f-alive{stroke:var(--edge);stroke-width:.6;vector-effect:non-scaling-stroke}
.f-born{fill:var(--born)}.f-died{fill:url(#p-died)}.f-trans{fill:url(#p-trans)}.f-rev{fill:url(#p-rev)}
.f-alive{fill:var(--alive)}
.ribbon{fill-opacity:.8;stroke-opacity:.6}
.k-died{fill:var(--died)}.k-trans{fill:var(--trans)}.k-rev{fill:var(--rev)}.k-line{fill:var(--hatch)}
.node-dead{fill:var(--ink)}.node-alive{fill:var(--axis)}
.halo,.whisker{fill:none;vector-effect:non-scaling-stroke}
.halo{stroke:var(--back);stroke-width:4}
.whisker{stroke:var(--ink);stroke-width:1.6}
svg .rule{stroke:var(--line);stroke-width:1;fill:none}
svg .axis{stroke:var(--axis);stroke-width:1;fill:none}
.curve{fill:none;stroke-width:2}
.c0{stroke:var(--c0)}.c1{stroke:var(--c1);stroke-dasharray:7 3}.c2{stroke:var(--c2);stroke-dasharray:2 2.5}
.c3{stroke:var(--c3);stroke-dasharray:9 3 2 3}.c4{stroke:var(--c4);stroke-dasharray:4 4}
.c5{stroke:var(--c5);stroke-dasharray:12 2 2 2 2 2}
.bin{fill:var(--bin)}
.marker{fill:var(--ink)}
.better{fill:var(--c0)}.worse{fill:var(--c1)}
table.map td{text-align:center;min-width:3.6rem;border:1px solid var(--back);color:#fff;
-webkit-print-color-adjust:exact;print-color-adjust:exact}
table.map tbody th{min-width:0;white-space:nowrap}
td.h0{background:#00204d}td.h1{background:#00336f}td.h2{background:#39486b}td.h3{background:#575c6d}td.h4{background:#6b6c71}
table.map td.h5,table.map td.h6,table.map td.h7,table.map td.h8,table.map td.h9{color:#000}
td.h5{background:#8a8779}td.h6{background:#a69d75}td.h7{background:#c4b56c}td.h8{background:#e4cf5b}td.h9{background:#ffea46}
table.map td.none{color:var(--muted)}
table.map th.corner{text-align:left;font-weight:400;color:var(--muted);white-space:nowrap}
table.map.dense td{min-width:1.5rem;padding:.15rem .1rem;font-size:.72rem}
table.map.dense thead th:not(.corner){padding:.2rem .05rem;vertical-align:bottom}
table.map.dense thead span{writing-mode:vertical-rl;transform:rotate(180deg);font-weight:500;font-size:.72rem;white-space:nowrap}
table.map.ramp{width:100%;max-width:30rem;table-layout:fixed}
table.map.dense.ramp td{min-width:0;white-space:nowrap}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.2rem}
dl.facts dt{color:var(--muted)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
dl.terms dt{font-weight:600;margin-top:.6rem}
dl.terms dd{margin:0}
footer{color:var(--muted);font-size:.86rem;padding:2rem 1rem 3rem}
.nw{white-space:nowrap}
@media (max-width:30rem){.grid.cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:1rem}}
@media (max-width:62rem){.beside{grid-template-columns:minmax(0,1fr)}}
@media screen and (min-width:48.01rem){.scroll:has(>.many){content-visibility:auto;contain-intrinsic-size:auto 2500rem}}
@media screen and (max-width:48rem){
.headline{font-size:1.2rem}
table.cards,table.cards tbody,table.cards tr,table.cards th,table.cards td{display:block}
table.cards thead button{visibility:hidden}
table.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.cards caption{display:block}
table.cards tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr));gap:0 1rem;padding:.75rem 0;
border-bottom:1px solid var(--line)}
table.many tr{content-visibility:auto;contain-intrinsic-size:auto 18rem}
table.cards th,table.cards td{border:0;padding:.1rem 0;text-align:left;white-space:normal}
table.cards tbody th,table.cards td.bar-cell{grid-column:1/-1}
table.cards tbody th{font-weight:600}
table.cards td::before{display:block;color:var(--muted);font-size:.78rem}
table.cards td small{white-space:normal}
td.dd::before{content:"dead at the end"}td.bd::before{content:"born dead"}td.ex::before{content:"born dead, exact"}
td.di::before{content:"died in training"}td.re::before{content:"revived"}td.tr::before{content:"transient"}
td.ia::before{content:"inactive at the end"}td.dv::before{content:"diverged"}td.ac::before{content:"training accuracy"}
td.te::before{content:"test accuracy"}td.dg::before{content:"digest"}td.nn::before{content:"networks"}
td.se::before{content:"standard errors apart"}td.nc::before{content:"cells"}
td.er::before{content:"not computed"}td.pr::before{content:"like-for-like pairs"}td.ae::before{content:"mean accuracy"}
}
@media print{
@page{size:A4;margin:12mm}
html{font-size:10.5px}
header,main,footer{max-width:none;padding:0}
nav,.skip,summary,.controls,.readout{display:none}
thead button{display:none}
thead th[data-name]::before{content:attr(data-name)}
header{padding-top:0}
h2{margin-top:1.5rem}
h2,h3,h2+p,h2+p+p,caption,.note,.key,.ramp,dt,tr.group{break-after:avoid}
p,ul,dl{max-width:none}
p,.key,figure,tr,table.map,.tiles div,.warning{break-inside:avoid}
th,td{padding:.2rem .35rem}
tbody th{min-width:8rem}
.wide tbody th{min-width:12rem}
.many th,.many td{padding:.15rem .2rem}
table.map.dense td{min-width:0;padding:.15rem 0}
svg.effect{min-width:9rem}
svg.bar{min-width:5rem}
.scroll{overflow:visible}
a{color:inherit;text-decoration:none}
.topics{columns:2}
.grid{grid-template-columns:repeat(3,minmax(0,1fr))}
.grid.fine{grid-template-columns:repeat(5,minmax(0,1fr))}
.beside{grid-template-columns:2fr 3fr}
}
)css";

}  // namespace myriad::report
