// What a page is asked in the browser: each function gives the list of what is wrong with it.
const visible = node => {
  const style = getComputedStyle(node);
  return style.visibility !== "hidden" && style.display !== "none" && node.getClientRects().length > 0;
};
const rgb = text => (text.match(/[\d.]+/g) || []).map(Number);
const luminance = color => {
  const [r, g, b] = color.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};
const background = node => {
  for (let at = node; at; at = at.parentElement) {
    const color = rgb(getComputedStyle(at).backgroundColor);
    if (color.length === 3 || color[3] === 1) return color;
  }
  return [255, 255, 255];
};

const checks = {
  contrast(most) {
    const bad = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let i = 0; i < most && walker.nextNode();) {
      const text = walker.currentNode.data.trim(), node = walker.currentNode.parentElement;
      if (!text || node.closest("script,option,.skip") || !visible(node)) continue;
      i += 1;
      const style = getComputedStyle(node);
      const color = rgb(node.closest("svg") ? style.fill : style.color);
      const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
      const ratio = contrast(color, background(node.closest("svg") ? node.closest("svg").parentElement : node));
      if (ratio < (large ? 3 : 4.5)) bad.add(`${ratio.toFixed(2)} ${node.tagName}.${node.className} "${text.slice(0, 40)}"`);
    }
    return [...bad];
  },
  structure() {
    const bad = [];
    const ids = [...document.querySelectorAll("[id]")].map(node => node.id);
    ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => bad.push("id twice: " + id));
    for (const link of document.querySelectorAll("a")) {
      const href = link.getAttribute("href");
      if (!href.startsWith("#") || !document.getElementById(href.slice(1))) bad.push("link to " + href);
    }
    for (const use of document.querySelectorAll("use")) {
      if (!document.getElementById(use.getAttribute("href").slice(1))) bad.push("use of " + use.getAttribute("href"));
    }
    for (const [what, count] of [["main", 1], ["h1", 1], ["body > header", 1], ["nav[aria-label]", 1], ["body > footer", 1], ["script", 1],
                                 ["iframe,object,embed,base,img,form[action],meta[http-equiv=refresh]", 0]]) {
      if (document.querySelectorAll(what).length !== count) bad.push(document.querySelectorAll(what).length + " of " + what);
    }
    for (const part of document.querySelectorAll("main section")) {
      if (!part.querySelector("h2") || !document.getElementById(part.getAttribute("aria-labelledby"))) bad.push("section without a name");
    }
    for (const svg of document.querySelectorAll("svg")) {
      const named = svg.getAttribute("role") === "img" && (svg.getAttribute("aria-label") || "").length > 20;
      if (!named && svg.getAttribute("aria-hidden") !== "true") bad.push("chart without a name: " + svg.outerHTML.slice(0, 80));
      if (svg.getAttribute("aria-hidden") === "true" && !svg.closest("td,li,th,[hidden],.hidden"))
        bad.push("hidden chart without words beside it: " + svg.outerHTML.slice(0, 80));
    }
    for (const table of document.querySelectorAll("table")) {
      if (!table.querySelector("th[scope]") && !table.classList.contains("ramp")) bad.push("table without headings");
      if (!table.caption && !table.closest("[aria-label]")) bad.push("table without a name");
    }
    for (const control of document.querySelectorAll("input,select")) {
      if (!control.closest("label")) bad.push("control without a label");
    }
    for (const node of document.querySelectorAll("*")) {
      for (const name of node.getAttributeNames()) {
        if (name.startsWith("on") || name === "style" || name === "src") bad.push(node.tagName + " has " + name);
      }
    }
    if (window.owned !== undefined) bad.push("a name was executed");
    if (document.documentElement.lang !== "en" || !document.title) bad.push("no language or title");
    return bad;
  },
  overflow() {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} wide in ${root.clientWidth}`] : [];
  },
};
