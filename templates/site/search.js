// Search as you type, over names first. All of it is a walk through a list of some thousand entries, which takes a few
// milliseconds: no index has to be built.
(() => {
  "use strict";
  const KINDS = { m: "method", t: "type", g: "guide" };
  const MOST = 40;

  // What an entry is looked at as: lower case, with the words of its name apart.
  const prepare = ([kind, name, place, said, members]) => {
    const sections = Array.isArray(members) ? members : null;
    const names = sections ? sections.map(([label]) => label) : members.split(" ").filter(Boolean);
    const words = name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/[._]/g, " ").toLowerCase();
    return {
      kind, name, place: kind === "t" ? `types/${place}` : place, said, sections, names,
      low: name.toLowerCase(), words: ` ${words}`, lowSaid: said.toLowerCase(), lowNames: names.map((one) => one.toLowerCase()),
    };
  };

  const ofName = (entry, term) => {
    const { low, words } = entry;
    if (low === term) return 100;
    if (low.endsWith(`.${term}`)) return 90;
    if (low.startsWith(term)) return 70;
    if (words.includes(` ${term}`)) return 50;
    return low.includes(term) ? 30 : 0;
  };
  const ofMember = (name, term) => (name === term ? 60 : name.startsWith(term) ? 35 : name.includes(term) ? 15 : 0);

  // How well an entry answers all terms, and the member that does so best, if one does better than the name.
  const judge = (entry, terms, whole) => {
    if (whole === entry.low) return { entry, member: -1, score: 400 };
    if (whole.startsWith(`${entry.low}.`)) {
      const named = entry.lowNames.indexOf(whole.slice(entry.low.length + 1));
      if (named >= 0) return { entry, member: named, score: 300 };
    }
    let total = 0, member = -1, best = 0;
    for (const term of terms) {
      let most = ofName(entry, term);
      entry.lowNames.forEach((name, at) => {
        const score = ofMember(name, term);
        if (score > most) { most = score; if (score > best) { best = score; member = at; } }
      });
      if (!most && entry.lowSaid.includes(term)) most = 8;
      if (!most) return null;
      total += most;
    }
    const bonus = entry.kind === "t" ? (entry.name.endsWith("Params") ? -12 : entry.name.endsWith("Param") ? -3 : 0) : 6;
    return { entry, member, score: total + bonus - entry.name.length / 50 };
  };

  const find = (entries, query) => {
    const terms = query.toLowerCase().split(/[\s.]+/).filter(Boolean);
    const whole = query.trim().toLowerCase();
    if (!terms.length) return [];
    const found = [];
    for (const entry of entries) {
      const judged = judge(entry, terms, whole);
      if (judged) {
        if (terms.length > 1 && (entry.low.includes(whole) || entry.low === terms.join(""))) judged.score += 80;
        found.push(judged);
      }
    }
    return found.sort((one, other) => other.score - one.score || (one.entry.name < other.entry.name ? -1 : 1)).slice(0, MOST);
  };

  const leadsTo = ({ entry, member }) => {
    if (member < 0) return entry.place;
    if (entry.sections) return `${entry.place}#${entry.sections[member][1]}`;
    return entry.place + (entry.place.includes("#") ? "." : "#field-") + entry.names[member];
  };

  // The module of a type, since several types may have one name.
  const home = ({ place }) => place.replace(/^types\/|\.html.*$/g, "").replace(/\//g, ".");

  let dialog = null;
  const build = (root, index, make) => {
    const entries = index.map(prepare);
    const input = make("input", {
      type: "search", role: "combobox", "aria-label": "Search", "aria-expanded": "false", "aria-controls": "site-results",
      "aria-autocomplete": "list", placeholder: "Methods, arguments, types, fields, guides", autocomplete: "off", spellcheck: "false",
    });
    const results = make("div", { role: "listbox", id: "site-results", "aria-label": "Results" });
    const told = make("p", { role: "status" });
    dialog = make("dialog", { class: "search", "aria-label": "Search" }, input, results, told);
    let options = [], at = -1;

    const mark = (next) => {
      if (options[at]) options[at].setAttribute("aria-selected", "false");
      at = options.length ? (next + options.length) % options.length : -1;
      if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    };
    const option = (hit, number) => {
      const { entry, member } = hit;
      const name = member < 0 ? entry.name : entry.sections ? `${entry.name}: ${entry.names[member]}` : `${entry.name}${entry.kind === "m" ? "(" : "."}${entry.names[member]}${entry.kind === "m" ? "=)" : ""}`;
      const kind = member < 0 || entry.sections ? KINDS[entry.kind] : entry.kind === "m" ? "argument" : "field";
      const made = make("div", { role: "option", id: `site-result-${number}`, "aria-selected": "false" },
        make("code", {}, name), " ", make("small", {}, entry.kind === "t" ? `${kind} · ${home(entry)}` : kind), make("span", {}, entry.said));
      made.dataset.to = root + leadsTo(hit);
      made.onclick = () => go(made);
      return made;
    };
    const go = (chosen) => {
      if (!chosen) return;
      dialog.close();
      location.href = chosen.dataset.to;
    };
    const update = () => {
      options = find(entries, input.value).map(option);
      results.replaceChildren(...options);
      results.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      told.textContent = !input.value.trim() ? "Arrows choose, Enter opens, Escape closes." : options.length ? "" : "Nothing has this name.";
      at = -1;
      mark(0);
    };
    input.oninput = update;
    input.onkeydown = (event) => {
      if (event.key === "ArrowDown") mark(at + 1);
      else if (event.key === "ArrowUp") mark(at - 1);
      else if (event.key === "Enter") go(options[at]);
      else if (event.key === "Escape") dialog.close(); // at once: a field for searches would only become empty
      else return;
      event.preventDefault();
    };
    dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
    dialog.open_ = () => {
      if (!dialog.open) dialog.showModal();
      input.focus();
      input.select();
      update();
    };
    document.body.append(dialog);
  };

  window.sdkSearch = (root, index, make) => {
    if (!dialog) build(root, index, make);
    dialog.open_();
  };
})();
