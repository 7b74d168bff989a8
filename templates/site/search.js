// Search as you type, over names first. All of it is a walk through a list of some thousand entries, which takes a few
// milliseconds: no index has to be built.
(() => {
  "use strict";
  const KINDS = { m: "method", t: "type", g: "guide" };
  const MOST = 40, EXACT = 69;

  // What an entry is looked at as: in lower case, with the words of its name apart, and with all there is in one text.
  const squeezed = (name) => name.replace(/[_.\s]+/g, "");
  const prepare = ([kind, name, place, said, members], position) => {
    const sections = Array.isArray(members) ? members : null;
    const names = sections ? sections.map(([label]) => label) : members.split(" ").filter(Boolean);
    const low = name.toLowerCase(), lowNames = names.map((one) => one.toLowerCase());
    const words = ` ${name.replace(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3 $2").replace(/[._]+/g, " ").toLowerCase()}`;
    const texts = sections ? sections.map(([, , text]) => text) : [];
    const lowSaid = said.toLowerCase();
    return {
      kind, name, place: kind === "t" ? `types/${place}` : place, said, sections, names, position, low, words, texts, lowSaid, lowNames,
      tight: squeezed(low), tightNames: lowNames.map(squeezed), depth: low.split(".").length,
      all: [low, words, squeezed(low), lowSaid, ...lowNames, ...texts].join("\n"),
    };
  };

  // A term, as it is looked for in names; and in texts, where "retry" is found in "retries", and the other way round.
  const termed = (term) => {
    const one = term.length < 4 ? term : term.replace(/s$/, "");
    const others = term.length < 4 ? [] : term.endsWith("y") ? [`${term.slice(0, -1)}ies`] : term.endsWith("ies") ? [`${term.slice(0, -3)}y`] : [];
    return { term, last: `.${term}`, begun: ` ${term}`, inner: `_${term}`, forms: [one, ...others] };
  };
  const tells = (text, { forms }) => text.includes(forms[0]) || (forms.length > 1 && text.includes(forms[1]));

  const ofName = ({ low, words }, { term, last, begun }) => {
    if (!low.includes(term)) return 0;
    if (low === term) return 100;
    if (low.endsWith(last)) return 90;
    if (low.startsWith(term)) return 70;
    const at = words.indexOf(begun);
    if (at < 0) return 30;
    return " ".includes(words.charAt(at + begun.length)) ? 54 : 50;
  };
  const ofMember = (name, { term, begun, inner }) => {
    if (!name.includes(term)) return 0;
    if (name === term) return EXACT;
    if (name.startsWith(term)) return 35;
    return name.includes(inner) || name.includes(begun) ? 22 : 15;
  };

  // How well an entry answers all terms, and the member that does so best, if one does better than the name.
  const judge = (entry, terms, whole) => {
    if (whole === entry.low) return { member: -1, score: 400 };
    if (whole.startsWith(`${entry.low}.`)) {
      const named = entry.lowNames.indexOf(whole.slice(entry.low.length + 1));
      if (named >= 0) return { member: named, score: 300 };
    }
    let total = 0, member = -1, best = 0;
    for (const term of terms) {
      let most = ofName(entry, term);
      for (let at = 0; at < entry.names.length; at += 1) {
        const close = ofMember(entry.lowNames[at], term);
        const score = entry.sections && close === EXACT ? close + 6 : close;  // a heading, rather than the page it is on
        if (score > most) { most = score; if (score > best) { best = score; member = at; } }
      }
      if (!most) {
        const at = entry.texts.findIndex((text) => tells(text, term));
        if (at >= 0) { most = 9; if (member < 0) { best = 9; member = at; } }
        else if (tells(entry.lowSaid, term)) most = 8;
      }
      if (!most) return null;
      total += most;
    }
    return { member, score: total };
  };

  // The same for words that are one name: "max tokens" is max_tokens, "chatcompletion" is ChatCompletion.
  const judgeTogether = (entry, tight) => {
    if (entry.tight === tight) return { member: -1, score: 100 };
    const member = entry.tightNames.indexOf(tight);
    return member < 0 ? null : { member, score: EXACT };
  };

  // What comes first of equals: methods, then what is sent; of names the shortest, of members those of the first methods.
  const ranked = (entry, { member, score }) => {
    const kind = entry.kind !== "t" ? 6 : entry.name.endsWith("Params") ? -12 : entry.name.endsWith("Param") ? -3 : 0;
    return { entry, member, score: score + kind - (member < 0 ? entry.name.length / 50 : entry.depth / 4 + entry.position / 1e5) };
  };

  const find = (entries, query) => {
    const whole = query.trim().toLowerCase().replace(/^(?:await\s+)?client\./, "");
    const terms = [...new Set(whole.split(/[\s./(){}=,:"'`]+/).filter(Boolean))].map(termed);
    const tight = squeezed(whole), several = terms.length > 1;
    const found = [];
    if (!terms.length) return found;
    for (const entry of entries) {
      const apart = terms.every((term) => tells(entry.all, term)) ? judge(entry, terms, whole) : null;
      const together = judgeTogether(entry, tight);
      if (apart && several && entry.low.includes(whole)) apart.score += 80;
      if (together && several) together.score += (together.member < 0 ? 110 : 80) + 20 * terms.length;
      const better = !apart || (together && together.score > apart.score) ? together : apart;
      if (better) found.push(ranked(entry, better));
    }
    return found.sort((one, other) => other.score - one.score || one.entry.position - other.entry.position).slice(0, MOST);
  };

  const leadsTo = ({ entry, member }) => {
    if (member < 0) return entry.place;
    if (entry.sections) return entry.sections[member][1] ? `${entry.place}#${entry.sections[member][1]}` : entry.place;
    return entry.place + (entry.place.includes("#") ? "." : "#field-") + entry.names[member];
  };
  const named = ({ entry, member }) => {
    const inner = member < 0 ? "" : entry.names[member];
    if (!inner) return entry.name;
    return entry.sections ? `${entry.name}: ${inner}` : entry.kind === "m" ? `${entry.name}(${inner}=)` : `${entry.name}.${inner}`;
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
      input.setAttribute("aria-activedescendant", options[at].id);
    };
    const step = (by) => {
      mark(at + by);
      if (options[at]) options[at].scrollIntoView({ block: "nearest" });
    };
    const option = (hit, number) => {
      const { entry, member } = hit;
      const kind = member < 0 || entry.sections ? KINDS[entry.kind] : entry.kind === "m" ? "argument" : "field";
      const made = make("div", { role: "option", id: `site-result-${number}`, "aria-selected": "false" },
        make("code", {}, named(hit)), " ", make("small", {}, entry.kind === "t" ? `${kind} · ${home(entry)}` : kind), make("span", {}, entry.said));
      made.dataset.to = root + leadsTo(hit);
      made.onclick = () => go(made);
      return made;
    };
    const close = () => {
      dialog.close();
      input.blur(); // where nothing had the focus before, the input would keep it until the next frame
    };
    const go = (chosen) => {
      if (!chosen) return;
      close();
      location.href = chosen.dataset.to;
    };
    const update = () => {
      options = find(entries, input.value).map(option);
      results.replaceChildren(...options);
      results.hidden = !options.length;
      input.setAttribute("aria-expanded", String(options.length > 0));
      told.textContent = !input.value.trim() ? "Arrows choose, Enter opens, Escape closes." : options.length === MOST ? `The best ${MOST}.` : options.length ? `${options.length} found.` : "Nothing has this name.";
      at = -1;
      mark(0);
      results.scrollTop = 0;
    };
    input.oninput = update;
    input.onkeydown = (event) => {
      if (event.key === "ArrowDown") step(1);
      else if (event.key === "ArrowUp") step(-1);
      else if (event.key === "Enter") go(options[at]);
      else if (event.key === "Escape") close(); // at once: a field for searches would only become empty
      else return;
      event.preventDefault();
    };
    dialog.onclick = (event) => { if (event.target === dialog) close(); };
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
