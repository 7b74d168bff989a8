// What pages of the site do beyond being read: theme, tree, contents, permalinks, programs side by side, copying, search.
// Without it every page is still whole: text, links, and all programs one below the other.
(() => {
  "use strict";
  const page = document.documentElement;
  const root = document.currentScript.src.replace(/site\.js(\?.*)?$/, "");

  // What is remembered: nothing where the browser forbids it, as some do for files.
  const memory = (kind) => ({
    get(key) {
      try { return window[kind].getItem(`sdk-${key}`); } catch { return null; }
    },
    set(key, value) {
      try { window[kind].setItem(`sdk-${key}`, value); } catch { /* it is forgotten then */ }
    },
  });
  const lasting = memory("localStorage"), passing = memory("sessionStorage");

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const load = (name) => new Promise((resolve, reject) => {
    const script = make("script", { src: root + name });
    script.onload = resolve;
    script.onerror = () => reject(new Error(name));
    document.head.append(script);
  });

  // Before anything is painted
  const wanted = () => {
    const theme = lasting.get("theme");
    if (["light", "dark"].includes(theme)) page.dataset.theme = theme;
  };
  wanted();
  page.classList.add("js");

  // The bar
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : system.matches);

  const bar = () => {
    const header = document.querySelector("header");
    const menu = make("button", { type: "button", class: "menu", "aria-label": "All pages", "aria-expanded": "false", "aria-controls": "site-tree" });
    menu.onclick = () => showMenu(!page.classList.contains("menu-open"));
    const search = make("button", { type: "button", class: "search", "aria-haspopup": "dialog", "aria-keyshortcuts": "/" },
      make("span", {}, "Search"), make("kbd", { "aria-hidden": "true" }, "/"));
    search.onclick = openSearch;
    const theme = make("button", { type: "button", class: "theme" });
    const name = () => {
      theme.title = `Use the ${isDark() ? "light" : "dark"} theme`;
      theme.setAttribute("aria-label", theme.title);
    };
    theme.onclick = () => {
      page.dataset.theme = isDark() ? "light" : "dark";
      lasting.set("theme", page.dataset.theme);
      name();
    };
    const follow = () => { wanted(); name(); }; // what another tab or the page before has chosen, or the system
    addEventListener("storage", follow);
    addEventListener("pageshow", follow);
    system.addEventListener("change", follow);
    name();
    header.prepend(menu);
    header.append(search, theme);
    document.querySelector("main").id = "site-main";
    document.body.prepend(make("a", { class: "skip", href: "#site-main" }, "Skip to the page"));
  };

  // On narrow windows the tree lies over the page, until it is left
  const showMenu = (shown) => {
    if (shown === page.classList.contains("menu-open")) return;
    page.classList.toggle("menu-open", shown);
    const menu = document.querySelector("header .menu"), nav = document.getElementById("site-tree");
    menu.setAttribute("aria-expanded", String(shown));
    if (!shown) { menu.focus(); return; }
    toCurrent(nav);
    const first = nav.querySelector("[aria-current]") || nav.querySelector("a");
    if (first) first.focus();
  };
  addEventListener("pointerdown", (event) => {
    if (!event.target.closest("header, .tree")) showMenu(false);
  });

  // The tree
  const toCurrent = (nav) => {
    const current = nav.querySelector("[aria-current]");
    if (!current) return;
    const own = current.getBoundingClientRect(), around = nav.getBoundingClientRect();
    if (own.top < around.top || own.bottom > around.bottom) nav.scrollTop += own.top - around.top - around.height / 3;
  };
  const broken = (name) => name.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[_.])/).flatMap((part, at) => (at ? [make("wbr"), part] : [part]));
  // Targets are said from the page above
  const whole = (branches, above) => branches.map(([label, said, below]) => {
    const target = said && said.startsWith("/") ? `${above.replace(/\.html$/, "")}${said}.html` : said;
    return below ? [label, target, whole(below, target)] : [label, target];
  });
  const tree = async () => {
    const nav = make("nav", { class: "tree", id: "site-tree", "aria-label": "All pages" });
    document.querySelector("header").after(nav);
    await load("tree.js");
    const here = location.href.split("#")[0];
    const open = new Set((passing.get("open") || "Resources").split("\n"));
    const holds = ([, target, below]) => (target && root + target === here) || (below && below.some(holds));
    const branch = ([label, target, below], path, depth) => {
      const item = make("li");
      const words = target ? make("a", { href: root + target }, ...broken(label)) : make("span", {}, label);
      if (target && root + target === here) words.setAttribute("aria-current", "page");
      if (below) {
        const own = `${path}/${label}`.replace(/^\//, "");
        const twist = make("button", { type: "button", class: "twist", "aria-expanded": "false", "aria-label": `Below ${label}` });
        let list = null;
        const show = (shown) => {
          if (shown && !list) {
            list = make("ul", {}, ...below.map((one) => branch(one, own, depth + 1)));
            item.append(list);
          }
          if (list) list.hidden = !shown;
          twist.setAttribute("aria-expanded", String(shown));
        };
        twist.onclick = () => {
          const shown = twist.getAttribute("aria-expanded") !== "true";
          show(shown);
          if (shown) open.add(own); else open.delete(own);
          passing.set("open", [...open].join("\n"));
        };
        item.append(twist);
        show(open.has(own) || holds([label, null, below]) || words.hasAttribute("aria-current"));
        item.insertBefore(words, list);
        if (!target) words.onclick = twist.onclick;
      } else {
        item.append(words);
      }
      return item;
    };
    nav.append(make("ul", {}, ...whole(window.sdkTree, null).map((one) => branch(one, "", 0))));
    nav.scrollTop = Number(passing.get("scroll") || 0);
    toCurrent(nav);
    addEventListener("pagehide", () => passing.set("scroll", String(nav.scrollTop)));
  };

  // The headings of the page, and links to them
  const label = (target) => (target.matches("dt") ? target.querySelector("code") : target).textContent.trim();

  // Which of the headings the reader is below: the last one above the upper quarter of the window
  const passed = (targets) => {
    if (page.scrollHeight - innerHeight - scrollY < 2 && scrollY > 0) return targets.length - 1;
    let low = 0, high = targets.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (targets[middle].getBoundingClientRect().top < innerHeight / 4) low = middle; else high = middle - 1;
    }
    return low;
  };

  const contents = () => {
    const main = document.querySelector("main");
    for (const name of main.querySelectorAll("h1 > code")) name.replaceChildren(...broken(name.textContent));
    const targets = [...main.querySelectorAll(":scope > dl > dt[id], h2[id], h3[id]")];
    const nav = make("nav", { class: "toc", "aria-label": "On this page" });
    main.after(nav);
    if (targets.length > 1) {
      const links = targets.map((one) => make("a", { href: `#${one.id}` }, ...broken(label(one))));
      nav.append(make("p", {}, "On this page"), make("ul", {}, ...links.map((one) => make("li", {}, one))));
      let marked = -1;
      const mark = () => {
        const at = passed(targets);
        if (at === marked) return;
        if (links[marked]) links[marked].removeAttribute("aria-current");
        marked = at;
        links[at].setAttribute("aria-current", "location");
        toCurrent(nav);
      };
      let asked = 0;
      addEventListener("scroll", () => { asked = asked || requestAnimationFrame(() => { asked = 0; mark(); }); }, { passive: true });
      mark();
    }
    for (const target of main.querySelectorAll(":is(h2, h3, h4, dt)[id]")) {
      target.append(make("a", { class: "permalink", href: `#${target.id}`, "aria-label": `Link to ${label(target)}` }, "#"));
    }
  };

  // Programs side by side; the kind that was chosen last is shown everywhere
  let number = 0;
  const programs = () => {
    for (const group of document.querySelectorAll(".programs")) {
      const sections = [...group.children];
      const tabs = sections.map((section) => {
        const id = `site-program-${number++}`;
        const heading = section.querySelector("h3");
        const tab = make("button", { type: "button", role: "tab", id: `${id}-tab`, "aria-controls": id }, heading.textContent);
        heading.remove();
        section.id = id;
        section.setAttribute("role", "tabpanel");
        section.setAttribute("aria-labelledby", tab.id);
        return tab;
      });
      group.choose = (kind) => {
        const at = Math.max(0, tabs.findIndex((tab) => tab.textContent === kind));
        tabs.forEach((tab, one) => {
          tab.setAttribute("aria-selected", String(one === at));
          tab.tabIndex = one === at ? 0 : -1;
          sections[one].hidden = one !== at;
        });
      };
      tabs.forEach((tab, at) => {
        tab.onclick = () => choose(tab, tab.textContent);
        tab.onkeydown = (event) => {
          const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
          if (to === undefined) return;
          event.preventDefault();
          const next = tabs[(to + tabs.length) % tabs.length];
          choose(next, next.textContent);
          next.focus();
        };
      });
      group.prepend(make("div", { role: "tablist", "aria-label": "Programs" }, ...tabs));
      group.choose(lasting.get("program"));
    }
  };
  const choose = (tab, kind) => {
    const before = tab.getBoundingClientRect().top;
    for (const group of document.querySelectorAll(".programs")) group.choose(kind);
    scrollBy(0, tab.getBoundingClientRect().top - before); // others have changed their height
    lasting.set("program", kind);
  };

  // Copying
  const copied = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch { // not there without a secure origin
      getSelection().selectAllChildren(code);
      const done = document.execCommand("copy");
      getSelection().empty();
      return done;
    }
  };
  const copies = () => {
    for (const block of document.querySelectorAll("main pre")) {
      const button = make("button", { type: "button", class: "copy" }, "Copy");
      button.onclick = async () => {
        button.textContent = (await copied(block.querySelector("code"))) ? "Copied" : "Failed";
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      };
      block.append(button);
    }
  };

  // Search, which is loaded when it is first used
  let searching = null;
  const openSearch = () => {
    searching = searching || Promise.all([load("search.js"), load("search-index.js")]);
    searching.then(() => window.sdkSearch(root, window.sdkIndex, make));
  };
  addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    const asked = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (asked && !typing && !event.altKey) {
      event.preventDefault();
      openSearch();
    } else if (event.key === "Escape") {
      showMenu(false);
    }
  });

  // A link into something closed opens it
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };

  addEventListener("hashchange", reveal);
  document.addEventListener("DOMContentLoaded", () => {
    bar();
    contents();
    programs();
    copies();
    tree();
    reveal();
  });
})();
